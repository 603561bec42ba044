import { randomInt } from 'node:crypto';
import { compactNtp, toNtp } from '@tallylight/protocol/rtp';
import type { VideoCodec } from '../clip/recipe.ts';
import { SyntheticError } from '../errors.ts';
import { type RtcpMessage, readRtcp } from '../rtp/rtcp.ts';
import { wallClockMs } from '../rtp/wall-clock.ts';
import { type Answer, type AnsweredMedia, readAnswer } from './answer.ts';
import { type H264Profile, h264Codecs, opusCodec, vp8Codecs } from './codecs.ts';
import { extensionUri, sendExtensions, simulcastExtensions } from './header-extensions.ts';
import { type OfferedMedia, writeOffer } from './offer.ts';
import { SecureTransport, type TransportOptions } from './secure-transport.ts';
import { SendingStream } from './sending-stream.ts';

/** How simulcast layers are listed in an offer: browsers begin with the lowest, OBS with the highest. */
export type LayerOrder = 'lowest-first' | 'highest-first';

/** What a publishing peer offers. */
export type PublishingPeerOptions = TransportOptions & {
  readonly audio: boolean;
  /** Simulcast layers; 0 for no video. */
  readonly layers: number;
  readonly codec: VideoCodec;
  /** Of H.264, whatever is sent then. */
  readonly profile: H264Profile;
  /** Which layer has stream id 0, the next 1, and so on. */
  readonly layerOrder: LayerOrder;
  /** Whether packets carry abs-capture-time where the answer takes it. */
  readonly tellsCaptureTimes: boolean;
  /** When RTP timestamps wrap, in milliseconds of media after the first; null for any time. */
  readonly wrapsAfterMs: number | null;
  /** The receiver wants a key frame on this layer, 0 the lowest. */
  readonly onKeyFrameRequest: (layer: number) => void;
  readonly onLost: (why: SyntheticError) => void;
};

/** What the other side reported last about what it received. */
export type ReceptionView = {
  /** Of the last report interval, 0 to 1; the worst stream. */
  fractionLost: number;
  /** Undefined until a report answers one of ours. */
  roundTripMs: number | undefined;
};

const reportEveryMs = 1000;
const cname = 'tallylight-synthetic';

type LayerSources = { ssrc: number; rtxSsrc: number };

/** The sending end of a WebRTC connection, without the HTTP that carries its descriptions. */
export class PublishingPeer {
  /**
   * By layer, 0 the lowest; none for a layer that the answer refuses. Empty until it is accepted.
   */
  readonly video: (SendingStream | undefined)[] = [];
  audio: SendingStream | undefined;
  readonly reception: ReceptionView = { fractionLost: 0, roundTripMs: undefined };
  readonly #options: PublishingPeerOptions;
  readonly #transport: SecureTransport;
  readonly #sources: LayerSources[];
  readonly #audioSsrc = randomInt(1, 2 ** 32);
  readonly #media: OfferedMedia[];
  #transportSequence = 0;
  #reports: NodeJS.Timeout | undefined;

  private constructor(options: PublishingPeerOptions, transport: SecureTransport) {
    this.#options = options;
    this.#transport = transport;
    this.#sources = Array.from({ length: options.layers }, () => ({
      ssrc: randomInt(1, 2 ** 32),
      rtxSsrc: randomInt(1, 2 ** 32),
    }));
    this.#media = this.#describe();
  }

  /** Opens the transport; nothing is sent yet. */
  static async open(options: PublishingPeerOptions): Promise<PublishingPeer> {
    let peer: PublishingPeer | undefined;
    const events = {
      rtp: (): void => undefined,
      rtcp: (compound: Buffer): void => peer?.handleRtcp(compound),
      lost: options.onLost,
    };
    peer = new PublishingPeer(options, await SecureTransport.open(events, options));
    return peer;
  }

  /** The SDP offer. */
  get offer(): string {
    return writeOffer(this.#transport.local, this.#media, cname);
  }

  /**
   * Connects as the answer says; afterwards `audio` and `video` send.
   *
   * @throws SyntheticError with reason `answer` or `transport`.
   */
  async accept(sdp: string): Promise<void> {
    const answer = readAnswer(sdp);
    await this.#transport.connect(answer.transport);
    this.#createStreams(answer);
    this.#reports = setInterval(() => this.#sendReports(), reportEveryMs);
  }

  /** Closes the transport without telling the other side. */
  async close(): Promise<void> {
    clearInterval(this.#reports);
    await this.#transport.close();
  }

  /** The simulcast stream id of a layer, 0 the lowest. */
  ridOf(layer: number): string {
    const { layers, layerOrder } = this.#options;
    return `${layerOrder === 'highest-first' ? layers - 1 - layer : layer}`;
  }

  /** Counts the RTP timestamps of each stream anew from somewhere. */
  restartTimestamps(): void {
    for (const stream of this.#streams()) stream.restartTimestamps();
  }

  /** Acts on a decrypted RTCP compound packet. */
  handleRtcp(compound: Buffer): void {
    for (const message of readRtcp(compound)) this.#handle(message);
  }

  #describe(): OfferedMedia[] {
    const { audio, layers, codec, profile, tellsCaptureTimes } = this.#options;
    const media: OfferedMedia[] = [];
    if (audio) {
      media.push({
        kind: 'audio',
        mid: '0',
        direction: 'sendonly',
        codecs: [opusCodec],
        extensions: sendExtensions,
        source: { ssrc: this.#audioSsrc },
      });
    }
    const [source] = this.#sources;
    if (source !== undefined) {
      media.push({
        kind: 'video',
        mid: `${media.length}`,
        direction: 'sendonly',
        codecs: codec === 'vp8' ? vp8Codecs : h264Codecs(profile),
        ...(layers === 1
          ? { extensions: sendExtensions, source }
          : { extensions: simulcastExtensions, rids: this.#sources.map((_, rid) => `${rid}`) }),
      });
    }
    if (tellsCaptureTimes) return media;
    return media.map(({ extensions, ...rest }) => ({
      ...rest,
      extensions: extensions.filter(({ uri }) => uri !== extensionUri.absCaptureTime),
    }));
  }

  #createStreams(answer: Answer): void {
    for (const offered of this.#media) {
      const answered = answer.media.find(({ mid }) => mid === offered.mid);
      if (answered === undefined || !answered.accepted) continue;
      if (offered.kind === 'audio') {
        this.audio = this.#createStream(answered, 'opus', { ssrc: this.#audioSsrc });
        continue;
      }
      this.#sources.forEach((source, layer) => {
        const rid = offered.rids === undefined ? undefined : this.ridOf(layer);
        // A layer that the answer leaves out of its simulcast isn't sent (RFC 8853 section 5.3.2).
        if (rid !== undefined && answered.rids.length > 0 && !answered.rids.includes(rid)) return;
        this.video[layer] = this.#createStream(answered, this.#options.codec, source, rid);
      });
    }
  }

  #createStream(
    media: AnsweredMedia,
    name: string,
    source: { ssrc: number; rtxSsrc?: number },
    rid?: string,
  ): SendingStream {
    const codec = media.codecs.find((candidate) => candidate.name === name);
    if (codec === undefined) throw SyntheticError.answer(`it has no ${name} for mid ${media.mid}`);
    const rtx = media.codecs.find(({ repairs }) => repairs === codec.payloadType);
    return new SendingStream({
      ssrc: source.ssrc,
      payloadType: codec.payloadType,
      clockRate: codec.clockRate,
      ...(rtx === undefined || source.rtxSsrc === undefined
        ? {}
        : { rtx: { ssrc: source.rtxSsrc, payloadType: rtx.payloadType } }),
      mid: media.mid,
      ...(rid === undefined ? {} : { rid }),
      extensions: media.extensions,
      wrapsAfterMs: this.#options.wrapsAfterMs,
      nextTransportSequence: () => {
        this.#transportSequence = (this.#transportSequence + 1) & 0xffff;
        return this.#transportSequence;
      },
      send: (header, payload) => this.#transport.sendRtp(header, payload),
    });
  }

  #streams(): SendingStream[] {
    return [this.audio, ...this.video].filter((stream) => stream !== undefined);
  }

  #sendReports(): void {
    const now = wallClockMs();
    for (const stream of this.#streams()) {
      const report = stream.senderReport(cname, now);
      if (report !== undefined) this.#transport.sendRtcp(report);
    }
    this.reception.fractionLost = 0;
  }

  #handle(message: RtcpMessage): void {
    switch (message.kind) {
      case 'nack':
        this.#streams()
          .find(({ ssrc }) => ssrc === message.mediaSsrc)
          ?.retransmit(message.sequences);
        return;
      case 'keyFrameRequest': {
        const layer = this.video.findIndex((stream) => stream?.ssrc === message.mediaSsrc);
        if (layer !== -1) this.#options.onKeyFrameRequest(layer);
        return;
      }
      case 'reception': {
        const { fractionLost, lastReport, delay } = message;
        this.reception.fractionLost = Math.max(this.reception.fractionLost, fractionLost);
        if (lastReport === 0) return;
        // Round trip: now less the echoed report's time less the time it lay (RFC 3550 6.4.1).
        const elapsed = (compactNtp(toNtp(wallClockMs())) - lastReport - delay) >>> 0;
        this.reception.roundTripMs = elapsed > 2 ** 31 ? 0 : (elapsed / 65_536) * 1000;
        return;
      }
      case 'senderReport':
    }
  }
}
