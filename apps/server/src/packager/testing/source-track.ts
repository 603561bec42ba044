import type { MediaKind } from '@tallylight/protocol/sdp';
import type { SourceTrack } from '../../live/sfu.ts';

const codecs = {
  audio: { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000 },
  video: { mimeType: 'video/H264', payloadType: 102, clockRate: 90_000 },
};

/** A track as a publisher offers it, with so many layers. */
export function sourceTrack(kind: MediaKind, encodings = 1): SourceTrack {
  return {
    kind,
    rtp: {
      codecs: [{ ...codecs[kind], parameters: {}, rtcpFeedback: [] }],
      headerExtensions: [],
      encodings: Array.from({ length: encodings }, (_, index) => ({ rid: String(index) })),
      rtcp: {},
    },
  };
}
