/** What an offer is made of. */
export type OfferOptions = {
  readonly direction?: 'sendonly' | 'recvonly' | 'sendrecv' | 'inactive';
  readonly setup?: 'actpass' | 'active' | 'passive';
  readonly opus?: number;
  readonly h264?: number;
  readonly rtx?: number;
  /** The video codec's name; H264 where it is left out. */
  readonly videoCodec?: string;
  readonly extensions?: Readonly<Record<string, number>>;
  readonly rids?: readonly string[];
  /** Further video sections. */
  readonly extraVideos?: number;
  readonly dataChannel?: boolean;
  /** Lets the video wait at port 0 for its place in the bundle, as browsers do under "max-bundle". */
  readonly bundleOnly?: boolean;
};

const fingerprint = Array.from({ length: 32 }, (_, index) =>
  (index * 7 + 16).toString(16).toUpperCase().padStart(2, '0'),
).join(':');

let count = 0;

/** Writes an offer as a browser would, with ICE credentials of its own. */
export function writeOffer(options: OfferOptions = {}): string {
  count += 1;
  const { direction = 'sendonly', setup = 'actpass', extraVideos = 0 } = options;
  const transport = [
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:cf${String(count).padStart(4, '0')}`,
    'a=ice-pwd:conformance0123456789ab',
    `a=fingerprint:sha-256 ${fingerprint}`,
    `a=setup:${setup}`,
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...Object.entries(options.extensions ?? {}).map(([uri, id]) => `a=extmap:${id} ${uri}`),
  ];
  const videos = Array.from({ length: 1 + extraVideos }, (_, index) => String(index + 1));
  const dataMid = String(videos.length + 1);
  const mids = ['0', ...videos, ...(options.dataChannel ? [dataMid] : [])];
  const video = videos.flatMap((mid) => writeVideo(mid, transport, options));
  return [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    'a=msid-semantic: WMS',
    ...writeAudio(transport, options),
    ...video,
    ...(options.dataChannel ? writeDataChannel(dataMid, transport) : []),
    '',
  ].join('\r\n');
}

function writeAudio(transport: readonly string[], { opus = 111 }: OfferOptions): string[] {
  return [
    `m=audio 9 UDP/TLS/RTP/SAVPF ${opus}`,
    ...transport,
    'a=mid:0',
    `a=rtpmap:${opus} opus/48000/2`,
    `a=fmtp:${opus} minptime=10;useinbandfec=1`,
    `a=rtcp-fb:${opus} transport-cc`,
  ];
}

function writeVideo(mid: string, transport: readonly string[], options: OfferOptions): string[] {
  const { h264 = 102, rtx = 103, rids = [], videoCodec = 'H264' } = options;
  return [
    `m=video ${options.bundleOnly ? '0' : '9'} UDP/TLS/RTP/SAVPF ${h264} ${rtx}`,
    ...transport,
    ...(options.bundleOnly ? ['a=bundle-only'] : []),
    `a=mid:${mid}`,
    `a=rtpmap:${h264} ${videoCodec}/90000`,
    `a=fmtp:${h264} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f`,
    ...['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli'].map(
      (feedback) => `a=rtcp-fb:${h264} ${feedback}`,
    ),
    `a=rtpmap:${rtx} rtx/90000`,
    `a=fmtp:${rtx} apt=${h264}`,
    ...rids.map((rid) => `a=rid:${rid} send`),
    ...(rids.length > 0 ? [`a=simulcast:send ${rids.join(';')}`] : []),
  ];
}

function writeDataChannel(mid: string, transport: readonly string[]): string[] {
  return [
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    ...transport.filter((line) => !/^a=(rtcp|extmap|sendonly|recvonly)/.test(line)),
    `a=mid:${mid}`,
    'a=sctp-port:5000',
  ];
}
