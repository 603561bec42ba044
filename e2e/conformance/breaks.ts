import type { Break, Passing } from './breaking-proxy.ts';

const isOffer = ({ method, status }: Passing): boolean => method === 'POST' && status === 201;
const isPlayerOffer = (passing: Passing): boolean =>
  isOffer(passing) && passing.path.startsWith('/whep/') && !passing.path.includes('/events');
const isTrickle = ({ method, status }: Passing): boolean => method === 'PATCH' && status === 204;
const isRestart = ({ method, status }: Passing): boolean => method === 'PATCH' && status === 200;

/** Changes the answer to an offer. */
const answer =
  (change: (body: string) => string): Break =>
  (passing) => {
    if (isOffer(passing)) passing.body = change(passing.body);
  };

/** Lets through with this status what was refused with that one. */
const accept =
  (refused: number, method: string): Break =>
  (passing) => {
    if (passing.method === method && passing.status === refused) passing.status = 200;
  };

/** For each rule, what a server that breaks it would do; for some, several things. */
export const breaks: Readonly<Record<string, readonly Break[]>> = {
  W1: [
    (passing) => {
      if (isOffer(passing)) delete passing.headers['location'];
    },
    (passing) => {
      if (isOffer(passing)) passing.headers['content-type'] = 'text/plain';
    },
    answer((body) => body.replace(/m=video[\s\S]*$/, '')),
  ],
  W2: [accept(415, 'POST'), accept(400, 'POST')],
  W3: [
    (passing) => {
      if (passing.method === 'GET') passing.status = 405;
    },
    (passing) => {
      if (passing.method !== 'GET') return;
      passing.status = 200;
      passing.body = 'hello';
    },
  ],
  W4: [
    (passing) => {
      delete passing.headers['accept-post'];
    },
    (passing) => {
      if (passing.method === 'OPTIONS') passing.status = 405;
    },
  ],
  W5: [
    answer((body) => body.replaceAll('a=recvonly', 'a=sendrecv')),
    (passing) => {
      if (passing.status === 422) passing.status = 201;
    },
  ],
  W6: [accept(404, 'DELETE'), accept(404, 'PATCH')],
  W7: [
    (passing) => {
      if (isOffer(passing)) delete passing.headers['etag'];
    },
    (passing) => {
      if (isOffer(passing)) passing.headers['etag'] = `W/${passing.headers['etag']}`;
    },
  ],
  W8: [accept(415, 'PATCH'), accept(400, 'PATCH')],
  W9: [
    (passing) => {
      if (isTrickle(passing)) passing.headers['etag'] = '"another"';
    },
    (passing) => {
      if (!isTrickle(passing)) return;
      passing.status = 200;
    },
    (passing) => {
      if (passing.requestBody.includes('.local')) passing.status = 400;
    },
  ],
  W10: [accept(428, 'PATCH'), accept(412, 'PATCH')],
  W11: [
    (passing) => {
      if (isRestart(passing)) passing.status = 204;
    },
    (passing) => {
      if (isRestart(passing)) delete passing.headers['etag'];
    },
    (passing) => {
      if (isRestart(passing)) passing.body = passing.body.replace(/a=ice-ufrag.*\r\n/, '');
    },
    (passing) => {
      if (isRestart(passing)) passing.body = passing.body.replace('a=ice-lite\r\n', '');
    },
  ],
  W12: [
    (passing) => {
      if (isRestart(passing)) passing.status = 400;
    },
    (passing) => {
      if (isTrickle(passing)) passing.status = 405;
    },
  ],
  W13: [answer((body) => body.replace(/a=candidate.*\r\n/g, ''))],
  W14: [
    answer((body) => body.replace(/a=group:BUNDLE.*/, 'a=group:BUNDLE 0')),
    answer((body) => body.replace(/a=rtcp-mux\r\n/, '')),
  ],
  W15: [
    (passing) => {
      if (passing.status === 422) passing.status = 500;
    },
  ],
  W16: [
    answer((body) => body.replaceAll(/a=setup:\w+/g, 'a=setup:actpass')),
    answer((body) => body.replaceAll(/a=setup:\w+/g, 'a=setup:passive')),
  ],
  W17: [
    (passing) => {
      if (passing.method === 'GET') passing.status = 301;
    },
    (passing) => {
      if (passing.method === 'GET') passing.status = 503;
    },
  ],
  W18: [
    (passing) => {
      const link = String(passing.headers['link']);
      passing.headers['link'] = link.replaceAll(/; credential="[^"]*"/g, '');
    },
    (passing) => {
      passing.headers['link'] = String(passing.headers['link']).replaceAll('stun:', 'http:');
    },
  ],
  W19: [
    accept(401, 'POST'),
    (passing) => {
      delete passing.headers['www-authenticate'];
    },
    (passing) => {
      if (passing.method === 'OPTIONS') passing.status = 401;
    },
  ],
  W20: [
    answer((body) => body.replace('a=simulcast:recv', 'a=simulcast:send')),
    answer((body) => body.replace(/a=rid:hi recv\r\n/, '')),
  ],
  W21: [
    (passing) => {
      if (passing.method === 'OPTIONS') passing.headers['link'] = '<stun:x>; rel="ice-server"';
    },
    (passing) => {
      const rel = 'rel="urn:ietf:params:whip:ext:core:x"';
      if (isOffer(passing)) passing.headers['link'] = `</a>; ${rel}, </b>; ${rel}`;
    },
  ],
  W22: [
    (passing) => {
      if (isOffer(passing)) passing.headers['location'] = '/whip/test/1';
    },
    (passing) => {
      if (passing.status === 429) passing.status = 401;
    },
  ],
  W23: [
    (passing) => {
      if (passing.status >= 400) passing.headers['content-type'] = 'text/plain';
    },
    (passing) => {
      passing.headers['access-control-expose-headers'] = 'Location';
    },
  ],
  W24: [
    (passing) => {
      passing.chunked = isOffer(passing);
    },
  ],
  E1: [
    (passing) => {
      if (isPlayerOffer(passing))
        passing.body = passing.body.replaceAll('a=sendonly', 'a=sendrecv');
    },
    (passing) => {
      if (passing.status === 422) passing.status = 201;
    },
  ],
  E2: [
    (passing) => {
      if (passing.method === 'HEAD') passing.status = 405;
    },
  ],
  E3: [
    (passing) => {
      if (passing.status === 422) passing.status = 406;
    },
  ],
  E4: [
    (passing) => {
      if (passing.status === 409) passing.status = 404;
    },
    (passing) => {
      delete passing.headers['retry-after'];
    },
  ],
  E5: [
    (passing) => {
      if (isPlayerOffer(passing)) passing.body = passing.body.replaceAll(/\b126\b/g, '102');
    },
    (passing) => {
      if (isPlayerOffer(passing))
        passing.body = passing.body.replace(/a=extmap:\d+/g, 'a=extmap:13');
      if (isPlayerOffer(passing)) {
        passing.body = passing.body.replace(
          'a=mid:0\r\n',
          'a=mid:0\r\na=extmap:13 urn:ietf:params:rtp-hdrext:sdes:mid\r\n',
        );
      }
    },
  ],
  E6: [
    (passing) => {
      if (isPlayerOffer(passing))
        passing.body = passing.body.replace('m=application 0', 'm=application 9');
    },
  ],
  E7: [
    (passing) => {
      if (isPlayerOffer(passing)) passing.body = passing.body.replace('m=video 9', 'm=video 0');
    },
  ],
  E8: [
    (passing) => {
      if (passing.path.includes('/events')) passing.headers['content-type'] = 'text/plain';
    },
    (passing) => {
      if (passing.path.includes('/events')) passing.body = ':\n\n';
    },
    (passing) => {
      if (passing.path.includes('/events') && passing.method === 'DELETE') passing.status = 500;
    },
    (passing) => {
      if (passing.requestBody.includes('no-such-layer')) passing.status = 200;
    },
  ],
  T1: [
    (passing) => {
      if (isTrickle(passing) && passing.requestBody.includes('RTP/AVP 0')) passing.status = 400;
    },
  ],
  T2: [
    (passing) => {
      if (isTrickle(passing) && passing.requestHeaders['if-match'] === '*') passing.status = 200;
    },
  ],
  T3: [
    (passing) => {
      if (passing.requestBody.includes('tcptype active')) passing.status = 400;
    },
  ],
  T4: [accept(428, 'PATCH')],
};
