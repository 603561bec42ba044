import type { LayerView } from '@tallylight/contract';
import type { PlaybackTrack, RtpParameters } from '@tallylight/protocol/sdp';
import { ConnectionLife } from '../connection-life.ts';
import { Happening } from '../happening.ts';
import { Listeners } from '../listeners.ts';
import { LiveError } from '../live-error.ts';
import type {
  CloseReason,
  Connection,
  CopySink,
  MediaCopy,
  Sfu,
  Sink,
  Source,
  Stage,
} from '../sfu.ts';

/** A connection whose far end is the test. */
class FakeConnection extends ConnectionLife implements Connection {
  readonly local = {
    ice: { usernameFragment: 'fake', password: 'fakefakefakefakefakefake' },
    candidates: [
      { foundation: 'udp', priority: 1, address: '127.0.0.1', protocol: 'udp' as const, port: 9 },
    ],
    fingerprints: [{ algorithm: 'sha-256' as const, value: 'AA:BB' }],
  };
  #restarts = 0;

  async restartIce() {
    this.#restarts += 1;
    return { usernameFragment: `fake${this.#restarts}`, password: 'fakefakefakefakefakefake' };
  }

  close(reason: CloseReason = 'closed'): void {
    this.end(reason);
  }
}

export class FakeSource extends FakeConnection implements Source {
  readonly tracks: Source['tracks'];
  readonly #media = new Happening();
  readonly #changed = new Listeners();
  layers: LayerView[];
  warnings: Source['warnings'] = [];
  keyFrameRequests = 0;
  /** Who copies it. */
  readonly copies = new Set<CopySink>();

  constructor(tracks: Source['tracks']) {
    super();
    this.tracks = tracks;
    const encodings = tracks.find(({ kind }) => kind === 'video')?.rtp.encodings ?? [];
    this.layers = encodings.map(({ rid }, index) => ({
      bitsPerS: 0,
      id: rid ?? String(index),
      width: null,
      height: null,
      active: false,
    }));
  }

  onMedia(listener: () => void): void {
    this.#media.listen(listener);
  }

  onChange(listener: () => void): void {
    this.#changed.add(listener);
  }

  async copy(sink: CopySink): Promise<MediaCopy> {
    if (this.isClosed) throw LiveError.mediaUnavailable();
    this.copies.add(sink);
    const close = (): void => {
      if (this.copies.delete(sink)) sink.closed();
    };
    this.onClosed(close);
    return {
      requestKeyFrame: () => {
        this.keyFrameRequests += 1;
      },
      close,
    };
  }

  sendMedia(): void {
    this.#media.happen();
  }

  warn(warnings: Source['warnings']): void {
    this.warnings = warnings;
    this.#changed.tell();
  }
}

export class FakeSink extends FakeConnection implements Sink {
  readonly tracks: Sink['tracks'];
  readonly #shown: () => FakeSource | null;
  readonly #wanted: readonly PlaybackTrack[];
  readonly #keyFrame = new Listeners();
  readonly #swap = new Listeners();
  topLayer: number | null = null;

  constructor(shown: () => FakeSource | null, wanted: readonly PlaybackTrack[]) {
    super();
    this.#shown = shown;
    this.#wanted = wanted;
    this.tracks = wanted.map(sinkTrack);
  }

  setTopLayer(index: number | null): void {
    this.topLayer = index;
  }

  requestKeyFrame(): void {
    const source = this.#shown();
    if (source !== null) source.keyFrameRequests += 1;
  }

  onKeyFrame(listener: () => void): void {
    this.#keyFrame.add(listener);
  }

  onSwap(listener: () => void): void {
    this.#swap.add(listener);
  }

  sendKeyFrame(): void {
    this.#keyFrame.tell();
  }

  swap(): void {
    if (this.#wanted.every(({ knowsMids }) => knowsMids)) this.#swap.tell();
    else this.close('renegotiate');
  }
}

class FakeStage implements Stage {
  readonly #sfu: FakeSfu;
  readonly #sources: FakeSource[] = [];
  readonly #sinks: FakeSink[] = [];
  #shown: FakeSource | null = null;
  isClosed = false;

  constructor(sfu: FakeSfu) {
    this.#sfu = sfu;
  }

  async publish({ tracks }: Parameters<Stage['publish']>[0]): Promise<FakeSource> {
    if (!this.#sfu.ready) throw LiveError.mediaUnavailable();
    const source = new FakeSource(tracks);
    this.#sources.push(source);
    this.#sfu.sources.push(source);
    return source;
  }

  async show(source: Source): Promise<void> {
    if (!(source instanceof FakeSource)) throw new TypeError('The source is of another SFU.');
    const first = this.#shown === null;
    this.#shown = source;
    if (!first) for (const sink of this.#sinks) if (!sink.isClosed) sink.swap();
  }

  async watch({ tracks }: Parameters<Stage['watch']>[0]): Promise<FakeSink> {
    if (this.#shown === null || this.#shown.isClosed) throw LiveError.sourceGone();
    const sink = new FakeSink(() => this.#shown, tracks);
    this.#sinks.push(sink);
    this.#sfu.sinks.push(sink);
    return sink;
  }

  close(reason: CloseReason = 'closed'): void {
    this.isClosed = true;
    for (const connection of [...this.#sources, ...this.#sinks]) connection.close(reason);
  }
}

/** An SFU without media: every connection that it made is the test's to play with. */
export class FakeSfu implements Sfu {
  readonly sources: FakeSource[] = [];
  readonly sinks: FakeSink[] = [];
  readonly #stages: FakeStage[] = [];
  ready = true;

  isReady(): boolean {
    return this.ready;
  }

  async openStage(): Promise<FakeStage> {
    if (!this.ready) throw LiveError.mediaUnavailable();
    const stage = new FakeStage(this);
    this.#stages.push(stage);
    return stage;
  }

  /** The worker dies; the next stage has another one. */
  crash(): void {
    for (const stage of this.#stages.splice(0)) stage.close('worker');
  }

  async close(): Promise<void> {
    this.ready = false;
    this.crash();
  }
}

function sinkTrack(
  { kind, mid, codec, rtx, headerExtensions }: PlaybackTrack,
  index: number,
): FakeSink['tracks'][number] {
  const rtp: RtpParameters = {
    mid,
    codecs: rtx === undefined ? [codec] : [codec, rtx],
    headerExtensions: [...headerExtensions],
    encodings: [{ ssrc: 1000 + index, ...(rtx !== undefined && { rtx: { ssrc: 2000 + index } }) }],
    rtcp: { cname: 'fake', reducedSize: true },
  };
  return { kind, mid, rtp };
}
