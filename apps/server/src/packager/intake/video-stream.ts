import type { VideoSampleEntry } from '@tallylight/protocol/isobmff';
import {
  type Depacketizer,
  H264Depacketizer,
  type ReceivedPicture,
  ReceiveWindow,
  Vp8Depacketizer,
} from '@tallylight/protocol/rtp';
import { readRtpPacket } from '@tallylight/protocol/video';
import { FormatReader } from './format-reader.ts';
import type { StreamClock } from './stream-clock.ts';
import { lengthPrefixed } from './video-sample.ts';

/** A coded picture on the capture clock. */
export type VideoFrame = {
  /** The layer it is of, as an index into the source's layers. */
  readonly layer: number;
  /** In ms since 1970 by the server's clock. */
  readonly captureMs: number;
  readonly isKey: boolean;
  /** As an MP4 sample holds it: NAL units of H.264 behind their lengths, or a frame of VP8. */
  readonly data: Uint8Array;
  /** The same object while the stream's parameters stay the same. */
  readonly format: VideoSampleEntry;
};

export type VideoStreamOptions = {
  readonly layer: number;
  /** The codec's MIME type. */
  readonly mimeType: string;
  readonly clock: StreamClock;
  readonly onFrame: (frame: VideoFrame) => void;
  /** A picture was lost: nothing comes before the next key frame. */
  readonly onLoss: () => void;
};

type Packet = {
  readonly payload: Uint8Array;
  readonly timestamp: number;
  readonly marker: boolean;
};

/** How long a missing packet is waited for, in ms: the SFU has asked for it again by then. */
const patienceMs = 150;

/** One layer on its way in: packets become frames that a decoder can show. */
export class VideoStream {
  readonly #options: VideoStreamOptions;
  readonly #window: ReceiveWindow<Packet>;
  readonly #depacketizer: Depacketizer;
  readonly #format: FormatReader;
  /** The capture times of pictures whose packets came, by RTP timestamp. */
  readonly #captured = new Map<number, number>();
  #isDecodable = false;
  #lastMs = 0;

  constructor(options: VideoStreamOptions) {
    this.#options = options;
    const isVp8 = options.mimeType.toLowerCase() === 'video/vp8';
    const take = (picture: ReceivedPicture): void => this.#take(picture);
    this.#depacketizer = isVp8 ? new Vp8Depacketizer(take) : new H264Depacketizer(take);
    this.#format = new FormatReader(isVp8 ? 'vp08' : 'avc1');
    this.#window = new ReceiveWindow<Packet>(
      {
        packet: (packet) => this.#depacketizer.packet(packet),
        hole: () => this.#lose(),
      },
      { patienceMs },
    );
  }

  /** @param captureMs what the packet tells of its capture, by the publisher's clock */
  packet(rtp: Uint8Array, arrivedMs: number, captureMs: number | null): void {
    const packet = readRtpPacket(rtp);
    if (packet === null || packet.payload.length === 0) return;
    const { timestamp, sequence, payload, marker } = packet;
    this.#captured.set(timestamp, this.#options.clock.capturedAt(timestamp, arrivedMs, captureMs));
    this.#window.insert(sequence, { payload, timestamp, marker }, arrivedMs);
    this.#window.expire(arrivedMs);
  }

  /** Time passes without packets: what is missing for too long is given up. */
  expire(nowMs: number): void {
    this.#window.expire(nowMs);
  }

  #take({ timestamp, key, complete, nals }: ReceivedPicture): void {
    const captureMs = this.#captured.get(timestamp);
    this.#forgetUntil(timestamp);
    if (captureMs === undefined) return;
    if (!complete) {
      this.#lose();
      return;
    }
    const format = key ? this.#format.read(nals) : this.#format.known;
    if (key && format !== null) this.#isDecodable = true;
    if (!this.#isDecodable || format === null) return;
    const data = format.codec === 'avc1' ? lengthPrefixed(nals) : (nals[0] ?? new Uint8Array());
    // Two frames of one moment can't both be shown; and clocks that are put right never run backwards.
    this.#lastMs = Math.max(captureMs, this.#lastMs + leastFrameMs);
    const { layer, onFrame } = this.#options;
    onFrame({ layer, captureMs: this.#lastMs, isKey: key, data, format });
  }

  #lose(): void {
    this.#depacketizer.hole();
    if (!this.#isDecodable) return;
    this.#isDecodable = false;
    this.#options.onLoss();
  }

  #forgetUntil(timestamp: number): void {
    for (const known of this.#captured.keys()) {
      // They wrap: half a turn behind is ahead (RFC 3550, section 5.1).
      if (((known - timestamp) | 0) <= 0) this.#captured.delete(known);
    }
  }
}

/** Between two frames of a stream, in ms. */
const leastFrameMs = 1;
