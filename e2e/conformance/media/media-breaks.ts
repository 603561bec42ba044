import type { MediaBreak, Passing } from './media-proxy.ts';

const playlists = /\d+p\.m3u8|audio\.m3u8/;
const masters = /index\.m3u8/;
const recordings = /\.vod\.m3u8/;
const media = /\.(m4s|mp4)$/;
const segments = /\/\d+\.m4s$/;
const inits = /init\.\d+\.mp4$/;
const parts = /\d+\.\d+\.m4s$/;
const blocking = /_HLS_msn/;
const manifests = /\.mpd/;

/** Changes the text of an answer. */
function text(of: RegExp, change: (text: string) => string): MediaBreak {
  return {
    of,
    answer: (passing) => {
      passing.body = Buffer.from(change(passing.body.toString()));
    },
  };
}

/** Replaces all of something. */
function swap(of: RegExp, found: RegExp, instead: string): MediaBreak {
  return text(of, (body) => body.replaceAll(found, instead));
}

function header(of: RegExp, name: string, value: string | null): MediaBreak {
  return {
    of,
    answer: ({ headers }) => {
      if (value === null) delete headers[name];
      else headers[name] = value;
    },
  };
}

/** Answers with this status what was answered with that one. */
function status(of: RegExp, from: number, to: number): MediaBreak {
  return {
    of,
    answer: (passing: Passing) => {
      if (passing.status === from) passing.status = to;
    },
  };
}

/** Does so every other time. */
function atTimes(of: RegExp, change: (text: string) => string): MediaBreak {
  let times = 0;
  return text(of, (body) => {
    times += 1;
    return times % 2 === 0 ? change(body) : body;
  });
}

/** As if there had been no directives. */
const forgetful: MediaBreak = { of: blocking, ask: (path) => path.split('?')[0] ?? path };

/** For each rule, what an origin that breaks it would do; for some, several things. */
export const mediaBreaks: Readonly<Record<string, readonly MediaBreak[]>> = {
  L1: [
    swap(playlists, /#EXTINF:1\.0/g, '#EXTINF:2.0'),
    atTimes(playlists, (body) => body.replace('TARGETDURATION:1', 'TARGETDURATION:2')),
  ],
  L2: [{ of: blocking, delayMs: 1_200 }],
  L3: [
    atTimes(playlists, (body) =>
      body.replace(/MEDIA-SEQUENCE:(\d+)/, (_, msn) => `MEDIA-SEQUENCE:${Number(msn) + 1}`),
    ),
    swap(playlists, /#EXTINF[\s\S]*(?=#EXTINF)/g, ''),
  ],
  L4: [
    swap(playlists, /#EXT-X-TARGET/g, '#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-TARGET'),
    swap(playlists, /$/g, '#EXT-X-ENDLIST\n'),
    swap(recordings, /#EXT-X-ENDLIST/g, ''),
    swap(recordings, /#EXT-X-ENDLIST/g, '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="x"\n#EXT-X-ENDLIST'),
  ],
  L5: [
    status(segments, 200, 404),
    status(parts, 200, 404),
    status(inits, 200, 404),
    text(segments, () => ''),
    { of: segments, delayMs: 1_100 },
  ],
  L6: [
    swap(playlists, /#EXT-X-DISCONTINUITY\n/g, ''),
    text(playlists, (body) =>
      body.replace('#EXTINF', '#EXT-X-PART:DURATION=0.33333,URI="x"\n#EXTINF'),
    ),
  ],
  L7: [swap(playlists, /VERSION:\d+/g, 'VERSION:5'), swap(playlists, /VERSION:\d+/g, 'VERSION:11')],
  L8: [
    swap(playlists, /#EXT-X-PART-INF.*\n/g, ''),
    swap(playlists, /PART:DURATION=0\.3/g, 'PART:DURATION=0.5'),
    swap(playlists, /PART:DURATION=0\.3/g, 'PART:DURATION=0.2'),
  ],
  L9: [
    swap(playlists, /PART-HOLD-BACK=[\d.]+/g, 'PART-HOLD-BACK=0.5'),
    swap(playlists, /,HOLD-BACK=[\d.]+/g, ',HOLD-BACK=2'),
    swap(playlists, /CAN-SKIP-UNTIL=[\d.]+/g, 'CAN-SKIP-UNTIL=5'),
  ],
  L10: [swap(playlists, /,INDEPENDENT=YES/g, '')],
  L11: [
    forgetful,
    { of: /_HLS_msn=\d+$/, ask: (path) => `${path}&_HLS_part=0` },
    { of: /_HLS_part=[3-9]/, ask: (path) => path.replace(/_HLS_part=\d+/, '_HLS_part=0') },
  ],
  L12: [status(/\?_HLS_part/, 400, 200)],
  L13: [
    status(/_HLS_msn=9999/, 400, 503),
    status(/_HLS_msn=-1/, 400, 200),
    status(/=99$/, 400, 404),
  ],
  L14: [status(blocking, 503, 200), status(blocking, 503, 404), { of: blocking, delayMs: 2_000 }],
  L15: [
    status(/_HLS_part=0$/, 200, 400),
    text(/_HLS_part=0$/, (body) => body.replace(/#EXTINF[\s\S]*(?=#EXTINF)/, '')),
    status(/_HLS_msn=999999&/, 200, 400),
    swap(/_HLS_msn=999999&/, /#EXT-X-ENDLIST/g, '#'),
  ],
  L16: [
    { of: /_HLS_skip/, ask: (path) => path.split('?')[0] ?? path },
    text(/_HLS_skip/, (body) =>
      body.replace(/SKIPPED-SEGMENTS=(\d+)/, (_, count) => `SKIPPED-SEGMENTS=${Number(count) + 1}`),
    ),
    text(/vod\.m3u8\?_HLS_skip/, (body) =>
      body.replace('#EXTINF', '#EXT-X-SKIP:SKIPPED-SEGMENTS=1\n#EXTINF'),
    ),
  ],
  L17: [
    { of: parts, early: true },
    swap(playlists, /HINT:TYPE=PART,URI="([^"]*)m4s"/g, 'HINT:TYPE=PART,URI="$1m4s?"'),
    status(/unknown/, 404, 200),
    status(parts, 200, 404),
  ],
  L18: [swap(playlists, /(#EXT-X-PRELOAD-HINT.*\n)/g, '$1$1')],
  L19: [
    swap(playlists, /#EXT-X-RENDITION-REPORT:URI="audio.*\n/g, ''),
    swap(playlists, /REPORT:URI="(\d+p)/g, 'REPORT:URI="http://elsewhere/$1'),
    swap(playlists, /,LAST-PART=\d+/g, ''),
  ],
  L20: [
    swap(/audio\.m3u8/, /CAN-BLOCK-RELOAD=YES/g, 'CAN-BLOCK-RELOAD=YES,X=1'),
    swap(/audio\.m3u8/, /TARGETDURATION:1/g, 'TARGETDURATION:2'),
    swap(/audio\.m3u8/, /DATE-TIME:20(..)/g, 'DATE-TIME:21$1'),
    swap(/audio\.m3u8/, /#EXT-X-PROGRAM-DATE-TIME.*\n/g, ''),
    swap(/audio\.m3u8/, /#EXT-X-DISCONTINUITY\n/g, ''),
  ],
  L21: [
    swap(masters, /BANDWIDTH=\d+/g, 'BANDWIDTH=100000'),
    swap(masters, /CODECS="[^"]*",/g, ''),
    swap(masters, /,mp4a[^"]*/g, ''),
  ],
  L22: [{ of: playlists, without: 'accept-encoding' }],
  L23: [
    header(playlists, 'content-type', 'text/plain'),
    header(segments, 'content-type', 'application/octet-stream'),
    header(inits, 'access-control-allow-origin', null),
    header(parts, 'access-control-allow-origin', 'https://example.net'),
  ],
  C1: [
    header(masters, 'cache-control', 'public, max-age=3600'),
    header(playlists, 'cache-control', 'no-store'),
    header(playlists, 'cache-control', 'max-age=0'),
  ],
  C2: [
    header(blocking, 'cache-control', 'no-store'),
    header(blocking, 'cache-control', 'max-age=1'),
  ],
  C3: [
    header(segments, 'cache-control', 'public, max-age=31536000'),
    header(parts, 'cache-control', 'public, max-age=60, immutable'),
    header(inits, 'cache-control', null),
  ],
  C4: [
    header(segments, 'cache-control', 'public, max-age=60'),
    header(segments, 'cache-control', null),
    header(/\?_HLS_part/, 'cache-control', 'public, max-age=60'),
    status(segments, 404, 200),
  ],
  C5: [
    header(media, 'date', new Date(0).toUTCString()),
    header(playlists, 'vary', 'Accept-Encoding, Cookie'),
    header(segments, 'vary', 'Origin'),
  ],
  C6: [
    swap(playlists, /m4s/g, 'm4s?token=1'),
    header(parts, 'set-cookie', 'viewer=1'),
    header(playlists, 'set-cookie', 'viewer=1'),
  ],
  D1: [
    swap(manifests, /type="dynamic"/g, 'type="static"'),
    swap(manifests, / timeShiftBufferDepth="[^"]*"/g, ''),
    swap(manifests, / minimumUpdatePeriod="[^"]*"/g, ''),
    swap(manifests, / publishTime="[^"]*"/g, ' publishTime="2026-01-01T00:00:00Z"'),
  ],
  D2: [
    swap(manifests, /http-xsdate/g, 'ntp'),
    status(/clock/, 200, 404),
    swap(/clock/, /T\d\d/g, 'T25'),
    swap(/clock/, /^\d{4}/g, '1999'),
  ],
  D3: [
    status(segments, 200, 404),
    swap(manifests, /startNumber="/g, 'startNumber="9'),
    swap(manifests, /<S .*\n/g, ''),
  ],
  D4: [
    swap(manifests, / availabilityTimeOffset="[^"]*"/g, ''),
    swap(manifests, / availabilityTimeComplete="false"/g, ''),
    swap(manifests, /<Latency .*/g, ''),
    swap(manifests, /<ProducerReferenceTime/g, '<X'),
    header(segments, 'x-whole', 'yes'),
  ],
  D5: [
    swap(manifests, / segmentAlignment="true"/g, ''),
    swap(manifests, / startWithSAP="1"/g, ''),
    swap(inits, /cmf[c2]/g, 'mp42'),
    text(inits, (body) => `${body}trak trak`),
    swap(segments, /moof/g, 'mdat'),
  ],
  D6: [
    text(manifests, (body) =>
      body
        .replace('type="static"', 'type="dynamic"')
        .replace(/ mediaPresentationDuration="[^"]*"/, ''),
    ),
  ],
};
