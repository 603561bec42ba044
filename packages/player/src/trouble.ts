import type { SessionError, WhepProgress } from '@tallylight/webrtc';
import type { PlaybackError } from './playback-error.ts';

/**
 * The stage at which something kept a viewer from the picture: `http` requests to the server · `ice-udp`, `ice-tcp` the
 * way for media over UDP, over TCP · `dtls` the secure channel on it · `no-media` nothing came over it ·
 * `no-key-frame` what came had no picture to begin with · `decode` what came could not be shown · `autoplay` the browser
 * plays nothing before it is touched.
 */
export type TroubleStage =
  | 'http'
  | 'ice-udp'
  | 'ice-tcp'
  | 'dtls'
  | 'no-media'
  | 'no-key-frame'
  | 'decode'
  | 'autoplay';

/** Something that kept a viewer from the picture. */
export type Trouble = {
  readonly stage: TroubleStage;
  /** When it was seen last, in ms of the environment's clock. */
  readonly atMs: number;
  /** How often it was seen. */
  readonly count: number;
  /** What is known of it beside the stage, for those who look closely. */
  readonly detail: string;
};

/** The stages that a session's end speaks of; none where it is nobody's trouble. */
export function stagesOfError(error: SessionError): readonly TroubleStage[] {
  switch (error.reason) {
    case 'network':
    case 'http':
      return ['http'];
    case 'ice':
      return icesOf(error);
    case 'dtls':
      return ['dtls'];
    case 'timeout':
      if (error.stage === 'connect') return icesOf(error);
      return error.stage === 'secure' ? ['dtls'] : ['http'];
    case 'codec':
    case 'offer':
    case 'answer':
      return ['decode'];
    default:
      return [];
  }
}

/** A server that told of no candidate was looked for over UDP, as all are. */
function icesOf({ tried }: SessionError): readonly TroubleStage[] {
  if (tried.length === 0) return ['ice-udp'];
  return tried.map((protocol) => (protocol === 'udp' ? 'ice-udp' : 'ice-tcp'));
}

/** Why a session shows nothing though it is connected. */
export function stageOfSilence(
  progress: Pick<WhepProgress, 'packets' | 'keyFrames'>,
  before: Pick<WhepProgress, 'packets'>,
): TroubleStage {
  if (progress.packets === before.packets) return 'no-media';
  return progress.keyFrames === 0 ? 'no-key-frame' : 'decode';
}

/** The stage that a failure over HTTP speaks of; null where it is not the viewer's. */
export function stageOfPlayback({ reason }: PlaybackError): TroubleStage | null {
  switch (reason) {
    case 'network':
      return 'http';
    case 'media':
    case 'unsupported':
      return 'decode';
    case 'stalled':
      return 'no-media';
    default:
      return null;
  }
}
