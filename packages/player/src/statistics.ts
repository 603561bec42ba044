import type { ViewStats } from '@tallylight/webrtc';
import { bufferedAheadS } from './hls/buffered.ts';
import type { HlsSessionFacts } from './hls/hls-session.ts';
import type { Via } from './via.ts';

/** How watching goes at a moment. Rates are means since the last reading; null means not known, or not of this way. */
export type PlayerStatistics = {
  /** In ms of the environment's clock. */
  readonly atMs: number;
  readonly via: Via;
  /** What media comes over. */
  readonly path: 'udp' | 'tcp' | 'relay' | 'http' | null;
  /** Of the picture, in pixels. */
  readonly width: number | null;
  readonly height: number | null;
  /** What comes in; over HTTP what the playlist says of the rendition. */
  readonly bitsPerS: number | null;
  /** What the line carries, as it is estimated over HTTP. */
  readonly lineBitsPerS: number | null;
  readonly framesPerS: number | null;
  /** Frames since the picture began. */
  readonly framesShown: number | null;
  readonly framesDropped: number | null;
  /** Times that the picture stood, as the browser counts them. */
  readonly freezes: number | null;
  /** How long what comes in waits before it is shown, in ms. */
  readonly bufferMs: number | null;
  /** Part of the packets that got lost since the last reading, 0 to 1. */
  readonly packetLossRatio: number | null;
  readonly roundTripMs: number | null;
  /** From camera to screen, in ms. */
  readonly latencyMs: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly decoder: string | null;
  /** 1 at its own pace. */
  readonly playbackRate: number;
};

/** Statistics of a session over WebRTC. */
export function webrtcStatistics(stats: ViewStats, latencyMs: number | null): PlayerStatistics {
  const { atMs, path, width, height, bitsPerS, framesPerS, framesDropped, freezes } = stats;
  const { packetLossRatio, roundTripMs, videoCodec, audioCodec, decoder } = stats;
  return {
    ...{ atMs, via: 'webrtc', path, width, height, bitsPerS, lineBitsPerS: null, framesPerS },
    ...{ framesShown: stats.framesDecoded, framesDropped, freezes },
    ...{ bufferMs: stats.jitterBufferMs, packetLossRatio, roundTripMs, latencyMs },
    ...{ videoCodec, audioCodec, decoder, playbackRate: 1 },
  };
}

/** As much of a video element as statistics are read from. */
export type MeasuredVideo = Pick<
  HTMLVideoElement,
  'videoWidth' | 'videoHeight' | 'playbackRate' | 'buffered' | 'currentTime'
> & { readonly getVideoPlaybackQuality?: () => VideoPlaybackQuality };

/** Statistics of an element that plays HLS. */
export class HlsStatistics {
  #before: { readonly atMs: number; readonly frames: number } | null = null;

  read(
    video: MeasuredVideo,
    facts: HlsSessionFacts | null,
    { atMs, latencyMs }: { readonly atMs: number; readonly latencyMs: number | null },
  ): PlayerStatistics {
    const { totalVideoFrames = null, droppedVideoFrames = null } =
      video.getVideoPlaybackQuality?.() ?? {};
    return {
      ...{ atMs, via: 'hls', path: 'http' },
      width: video.videoWidth || null,
      height: video.videoHeight || null,
      bitsPerS: facts?.bitsPerS ?? null,
      lineBitsPerS: facts?.lineBitsPerS ?? null,
      framesPerS: this.#framesPerS(totalVideoFrames, atMs),
      ...{ framesShown: totalVideoFrames, framesDropped: droppedVideoFrames, freezes: null },
      bufferMs: bufferedAheadS(video) * 1000,
      ...{ packetLossRatio: null, roundTripMs: null, latencyMs },
      videoCodec: facts?.videoCodec ?? null,
      audioCodec: facts?.audioCodec ?? null,
      ...{ decoder: null, playbackRate: video.playbackRate },
    };
  }

  #framesPerS(frames: number | null, atMs: number): number | null {
    const before = this.#before;
    this.#before = frames === null ? null : { atMs, frames };
    if (frames === null || before === null || atMs <= before.atMs || frames < before.frames) {
      return null;
    }
    return ((frames - before.frames) * 1000) / (atMs - before.atMs);
  }
}
