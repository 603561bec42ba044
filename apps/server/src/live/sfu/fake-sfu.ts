import type { RtpParameters } from '@tallylight/protocol/sdp';
import { Happening } from '../happening.ts';
import { LiveError } from '../live-error.ts';
import type { CloseReason, Connection, Sfu, Sink, Source } from '../sfu.ts';

/** A connection whose far end is the test. */
class FakeConnection implements Connection {
  readonly local = {
    ice: { usernameFragment: 'fake', password: 'fakefakefakefakefakefake' },
    candidates: [
      { foundation: 'udp', priority: 1, address: '127.0.0.1', protocol: 'udp' as const, port: 9 },
    ],
    fingerprints: [{ algorithm: 'sha-256' as const, value: 'AA:BB' }],
  };
  readonly #connected = new Happening();
  readonly #closed = new Happening<CloseReason>();

  onConnected(listener: () => void): void {
    this.#connected.listen(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    this.#closed.listen(listener);
  }

  close(): void {
    this.closeFor('closed');
  }

  get isClosed(): boolean {
    return this.#closed.hasHappened;
  }

  connect(): void {
    this.#connected.happen();
  }

  closeFor(reason: CloseReason): void {
    this.#closed.happen(reason);
  }
}

export class FakeSource extends FakeConnection implements Source {
  readonly tracks: Source['tracks'];
  readonly #media = new Happening();
  keyFrameRequests = 0;

  constructor(tracks: Source['tracks']) {
    super();
    this.tracks = tracks;
  }

  onMedia(listener: () => void): void {
    this.#media.listen(listener);
  }

  sendMedia(): void {
    this.#media.happen();
  }
}

export class FakeSink extends FakeConnection implements Sink {
  readonly tracks: Sink['tracks'];
  readonly #source: FakeSource;
  readonly #keyFrame = new Happening();

  constructor(source: FakeSource, tracks: Sink['tracks']) {
    super();
    this.#source = source;
    this.tracks = tracks;
    source.onClosed(() => this.closeFor('source'));
  }

  requestKeyFrame(): void {
    this.#source.keyFrameRequests += 1;
  }

  onKeyFrame(listener: () => void): void {
    this.#keyFrame.listen(listener);
  }

  sendKeyFrame(): void {
    this.#keyFrame.happen();
  }
}

/** An SFU without media: every connection that it made is the test's to play with. */
export class FakeSfu implements Sfu {
  readonly sources: FakeSource[] = [];
  readonly sinks: FakeSink[] = [];
  ready = true;

  isReady(): boolean {
    return this.ready;
  }

  async publish({ tracks }: Parameters<Sfu['publish']>[0]): Promise<FakeSource> {
    if (!this.ready) throw LiveError.mediaUnavailable();
    const source = new FakeSource(tracks);
    this.sources.push(source);
    return source;
  }

  async watch({ source, tracks }: Parameters<Sfu['watch']>[0]): Promise<FakeSink> {
    if (!(source instanceof FakeSource)) throw new TypeError('The source is of another SFU.');
    if (source.isClosed) throw LiveError.sourceGone();
    const sink = new FakeSink(
      source,
      tracks.map(({ kind, mid, codec, rtx, headerExtensions }, index) => ({
        kind,
        mid,
        rtp: {
          mid,
          codecs: rtx === undefined ? [codec] : [codec, rtx],
          headerExtensions: [...headerExtensions],
          encodings: [
            { ssrc: 1000 + index, ...(rtx !== undefined && { rtx: { ssrc: 2000 + index } }) },
          ],
          rtcp: { cname: 'fake', reducedSize: true },
        } satisfies RtpParameters,
      })),
    );
    this.sinks.push(sink);
    return sink;
  }

  async close(): Promise<void> {
    this.ready = false;
    for (const source of this.sources) source.closeFor('worker');
  }
}
