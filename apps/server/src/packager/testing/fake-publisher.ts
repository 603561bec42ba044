import type { IngestWarning } from '@tallylight/contract';
import type { FakeClock } from '../../live/fake-clock.ts';
import { FakeSource } from '../../live/sfu/fake-sfu.ts';
import type { SourceTrack } from '../../live/sfu.ts';
import { deltaFramePayloads, keyFramePayloads, type PictureSize } from './coded-picture.ts';
import { writeRtp } from './rtp.ts';
import { sourceTrack } from './source-track.ts';

export type FakePublisherOptions = {
  /** Lowest first; none where it sends sound alone. */
  readonly layers?: readonly PictureSize[];
  readonly audio?: boolean;
  readonly ignoresKeyFrameRequests?: boolean;
  /** Its own key frames, in frames. Default none but the first. */
  readonly keyFrameEvery?: number;
};

type Layer = {
  size: PictureSize;
  isPaused: boolean;
  sequence: number;
  isKeyWanted: boolean;
  readonly timestamp: number;
};

/** How packets fare on their way: 0 is lost, 1 comes, 2 comes after the next one. */
type Fate = 0 | 1 | 2;

const frameMs = 40;
const packetMs = 20;

/** A publisher of 25 frames a second on a clock that the test turns. */
export class FakePublisher {
  readonly source: FakeSource;
  ignoresKeyFrameRequests: boolean;
  /** What becomes of the next packet. */
  fate: () => Fate = () => 1;
  readonly #clock: FakeClock;
  readonly #options: FakePublisherOptions;
  readonly #layers: Layer[];
  #frame = 0;
  #packet = 0;
  #audioSequence = 0;
  #isMuted = false;
  #seenRequests = 0;
  #late: (() => void)[] = [];

  constructor(clock: FakeClock, options: FakePublisherOptions = {}) {
    const { layers = [{ width: 1280, height: 720 }], audio = true } = options;
    this.#clock = clock;
    this.#options = options;
    this.ignoresKeyFrameRequests = options.ignoresKeyFrameRequests ?? false;
    this.#layers = layers.map((size, index) => ({
      ...{ size, isPaused: false, sequence: 100, isKeyWanted: true },
      timestamp: 4_294_000_000 + index * 1_000,
    }));
    const tracks: SourceTrack[] = [];
    if (audio) tracks.push(sourceTrack('audio'));
    if (layers.length > 0) tracks.push(sourceTrack('video', layers.length));
    this.source = new FakeSource(tracks);
    for (const [index, layer] of this.source.layers.entries()) {
      this.source.layers[index] = { ...layer, active: true };
    }
  }

  pause(layer: number, isPaused = true): void {
    const found = this.#layers[layer];
    if (found === undefined) return;
    found.isPaused = isPaused;
    found.isKeyWanted = true;
    this.#setActive(layer, !isPaused);
  }

  /** Sends no sound for a while. */
  mute(isMuted = true): void {
    this.#isMuted = isMuted;
  }

  resize(layer: number, size: PictureSize): void {
    const found = this.#layers[layer];
    if (found === undefined) return;
    found.size = size;
    found.isKeyWanted = true;
  }

  warn(code: IngestWarning['code']): void {
    this.source.warnings = [...this.source.warnings, { code } as IngestWarning];
  }

  /** Lets `ms` go by, and sends what belongs into them. */
  async run(ms: number): Promise<void> {
    const endMs = this.#clock.now() + ms;
    while (this.#clock.now() < endMs) {
      this.#clock.advance(packetMs);
      this.#sendSound();
      this.#packet += 1;
      if (this.#packet % (frameMs / packetMs) === 0) this.#sendFrames();
      // What waits for promises goes on.
      if (this.#packet % 10 === 0) await Promise.resolve();
    }
  }

  #sendFrames(): void {
    const requests = this.source.keyFrameRequests - this.#seenRequests;
    this.#seenRequests = this.source.keyFrameRequests;
    const { keyFrameEvery = 0 } = this.#options;
    const isAsked = requests > 0 && !this.ignoresKeyFrameRequests;
    const isDue = keyFrameEvery > 0 && this.#frame % keyFrameEvery === 0;
    for (const [index, layer] of this.#layers.entries()) {
      const isKey = layer.isKeyWanted || isAsked || isDue;
      if (layer.isPaused) continue;
      layer.isKeyWanted = false;
      const payloads = isKey
        ? keyFramePayloads(layer.size, this.#frame)
        : deltaFramePayloads(this.#frame);
      const timestamp = layer.timestamp + this.#packet * packetMs * 90;
      payloads.forEach((payload, at) => {
        layer.sequence += 1;
        const marker = at === payloads.length - 1;
        const rtp = writeRtp({ sequence: layer.sequence, timestamp, payload, marker });
        this.#send('video', index, rtp);
      });
    }
    this.#frame += 1;
  }

  #sendSound(): void {
    if (this.#options.audio === false || this.#isMuted) return;
    this.#audioSequence += 1;
    const payload = Uint8Array.of(0xfc, 1, 2);
    const timestamp = this.#packet * packetMs * 48;
    this.#send('audio', 0, writeRtp({ sequence: this.#audioSequence, timestamp, payload }));
  }

  #send(kind: 'audio' | 'video', layer: number, rtp: Uint8Array): void {
    const captureMs = this.#clock.now() - 15;
    const send = (): void => {
      for (const sink of this.source.copies) sink.packet({ kind, layer, rtp, captureMs });
    };
    const fate = this.fate();
    if (fate === 2) this.#late.push(send);
    if (fate !== 1) return;
    send();
    for (const late of this.#late.splice(0)) late();
  }

  #setActive(layer: number, active: boolean): void {
    const found = this.source.layers[layer];
    if (found !== undefined) this.source.layers[layer] = { ...found, active };
  }
}
