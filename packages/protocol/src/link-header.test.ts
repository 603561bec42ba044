import { expect, test } from 'vitest';
import { iceServerLink, readIceServers } from './ice-server.ts';
import { readLinks, writeLink } from './link-header.ts';

test('W18: servers with and without credentials come back as they went', () => {
  const servers = [
    { url: 'stun:stun.example.net' },
    { url: 'turn:turn.example.net?transport=udp', username: '17:a,b;c', credential: 'p"w\\d=' },
  ];
  const header = servers.map(iceServerLink).map(writeLink).join(', ');
  expect(readIceServers(readLinks(header))).toEqual(servers);
});

test('W21: parameters that contain commas stay whole', () => {
  const [link] = readLinks(
    '</whep/live/x/events>; rel="urn:ietf:params:whep:ext:core:server-sent-events"; events="active,inactive"',
  );
  expect(link).toEqual({
    url: '/whep/live/x/events',
    rel: 'urn:ietf:params:whep:ext:core:server-sent-events',
    params: { events: 'active,inactive' },
  });
});

test.each([
  ['no header', null, 0],
  ['an empty one', '', 0],
  ['a link without a relation', '<a>; title=x', 0],
  ['a relation without quotes', '<a>;rel=next', 1],
  ['spaces and capitals', '<a> ; REL = "next" , <b>; rel=prev', 2],
  ['no link at all', 'garbage <', 0],
])('%s', (_title, header, count) => {
  expect(readLinks(header)).toHaveLength(count);
});

test('a credential of a kind that browsers do not take is left out', () => {
  const header = '<turn:a>; rel="ice-server"; username=u; credential=c; credential-type="oauth"';
  expect(readIceServers(readLinks(header))).toEqual([]);
});
