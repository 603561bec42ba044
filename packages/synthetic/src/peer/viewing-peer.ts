import { randomInt } from 'node:crypto';
import {
  type ReceiveSink,
  type ReceiveWindowOptions,
  readAbsCaptureTime,
} from '@tallylight/protocol/rtp';
import type { RtpHeader } from 'werift';
import type { VideoCodec } from '../clip/recipe.ts';
import type { SyntheticError } from '../errors.ts';
import { readRtcp, writeNack, writePli, writeReceiverReport } from '../rtp/rtcp.ts';
import { TransportCcRecorder } from '../rtp/transport-cc.ts';
import { type Answer, type AnsweredMedia, readAnswer } from './answer.ts';
import { h264Codecs, h264Profiles, opusCodec, vp8Codecs } from './codecs.ts';
import { extensionUri, receiveExtensions } from './header-extensions.ts';
import { writeOffer } from './offer.ts';
import { type ReceivedPacket, ReceivingStream } from './receiving-stream.ts';
import { SecureTransport, type TransportOptions } from './secure-transport.ts';

/** Where a viewing peer's packets go, in order. */
export type ViewingPeerOptions = TransportOptions & {
  readonly audio: ReceiveSink<ReceivedPacket>;
  readonly video: ReceiveSink<ReceivedPacket>;
  /** Default `h264`. */
  readonly codec?: VideoCodec;
  readonly window?: ReceiveWindowOptions;
  readonly onLost: (why: SyntheticError) => void;
};

/** What a viewing peer has asked of the sender. */
export type RequestCounts = {
  /** Key frames. */
  pli: number;
  /** Packets. */
  nack: number;
};

/** Feedback, retransmission requests and given-up gaps are looked after this often. */
const maintainEveryMs = 50;
const reportEveryMs = 1000;
const maximumHeader = 12;

/** What a payload type means in this session. */
type Route = { stream: ReceivingStream; ssrcs: readonly number[]; isRepair: boolean };

/** The receiving end of a WebRTC connection, without the HTTP that carries its descriptions. */
export class ViewingPeer {
  audio: ReceivingStream | undefined;
  video: ReceivingStream | undefined;
  readonly requests: RequestCounts = { pli: 0, nack: 0 };
  readonly #options: ViewingPeerOptions;
  readonly #transport: SecureTransport;
  readonly #ssrc = randomInt(1, 2 ** 32);
  readonly #routes = new Map<number, Route>();
  readonly #transportCc = new TransportCcRecorder();
  #transportCcId: number | undefined;
  #captureTimeId: number | undefined;
  #maintenance: NodeJS.Timeout | undefined;
  #reportedAtMs = 0;

  private constructor(options: ViewingPeerOptions, transport: SecureTransport) {
    this.#options = options;
    this.#transport = transport;
  }

  /** Opens the transport; nothing is sent yet. */
  static async open(options: ViewingPeerOptions): Promise<ViewingPeer> {
    let peer: ViewingPeer | undefined;
    const events = {
      rtp: (header: RtpHeader, payload: Buffer): void => peer?.handleRtp(header, payload),
      rtcp: (compound: Buffer): void => peer?.handleRtcp(compound),
      lost: options.onLost,
    };
    peer = new ViewingPeer(options, await SecureTransport.open(events, options));
    return peer;
  }

  /** The SDP offer: Opus, and H.264 in every profile or VP8, with Chromium's numbers. */
  get offer(): string {
    const codecs = this.#options.codec === 'vp8' ? vp8Codecs : h264Profiles.flatMap(h264Codecs);
    const shared = { direction: 'recvonly', extensions: receiveExtensions } as const;
    return writeOffer(
      this.#transport.local,
      [
        { kind: 'audio', mid: '0', codecs: [opusCodec], ...shared },
        { kind: 'video', mid: '1', codecs, ...shared },
      ],
      '-',
    );
  }

  /**
   * Connects as the answer says; packets come from then on.
   *
   * @throws SyntheticError with reason `answer` or `transport`.
   */
  async accept(sdp: string): Promise<void> {
    const answer = readAnswer(sdp);
    this.#createStreams(answer);
    await this.#transport.connect(answer.transport);
    this.#maintenance = setInterval(() => this.#maintain(performance.now()), maintainEveryMs);
  }

  /** Asks the sender for a key frame. */
  requestKeyFrame(): void {
    const ssrc = this.video?.ssrc;
    if (ssrc === undefined) return;
    this.requests.pli++;
    this.#transport.sendRtcp(this.#compound(writePli(this.#ssrc, ssrc)));
  }

  /** Closes the transport without telling the other side. */
  async close(): Promise<void> {
    clearInterval(this.#maintenance);
    await this.#transport.close();
  }

  /** Takes a decrypted RTP packet. */
  handleRtp(header: RtpHeader, payload: Buffer): void {
    const now = performance.now();
    const sequence = this.#extension(header, this.#transportCcId);
    if (sequence !== undefined && sequence.length >= 2) {
      this.#transportCc.record(sequence.readUInt16BE(), now);
    }
    const route = this.#routes.get(header.payloadType);
    // A source that the answer doesn't name carries a bandwidth probe, not media.
    if (route === undefined || (route.ssrcs.length > 0 && !route.ssrcs.includes(header.ssrc)))
      return;
    const { stream, isRepair } = route;
    stream.bytes += maximumHeader + payload.length;
    // A probe may also be an empty retransmission.
    if (payload.length < (isRepair ? 2 : 1)) return;
    const capture = this.#extension(header, this.#captureTimeId);
    const packet: ReceivedPacket = {
      payload: isRepair ? payload.subarray(2) : payload,
      timestamp: header.timestamp,
      marker: header.marker,
      arrivedAtMs: now,
      captureMs: capture === undefined ? undefined : readAbsCaptureTime(capture),
    };
    if (isRepair) stream.insertRepair(payload.readUInt16BE(), packet);
    else stream.insert(header.ssrc, header.sequenceNumber, packet);
    this.#requestMissing(stream, now);
  }

  /** Takes a decrypted RTCP compound packet. */
  handleRtcp(compound: Buffer): void {
    for (const message of readRtcp(compound)) {
      if (message.kind !== 'senderReport') continue;
      for (const stream of this.#streams()) {
        if (stream.ssrc === message.ssrc) stream.noteSenderReport(message.ntp, performance.now());
      }
    }
  }

  #createStreams(answer: Answer): void {
    for (const media of answer.media) {
      if (!media.accepted) continue;
      this.#transportCcId ??= media.extensions.get(extensionUri.transportCc);
      this.#captureTimeId ??= media.extensions.get(extensionUri.absCaptureTime);
      if (media.kind === 'audio') this.audio = this.#createStream(media, this.#options.audio);
      if (media.kind === 'video') this.video = this.#createStream(media, this.#options.video);
    }
  }

  #createStream(media: AnsweredMedia, sink: ReceiveSink<ReceivedPacket>): ReceivingStream {
    const main = media.codecs.find(({ repairs }) => repairs === undefined);
    const stream = new ReceivingStream(main?.clockRate ?? 90_000, sink, this.#options.window);
    const repairing = [...media.repairs.keys()];
    for (const { payloadType, repairs } of media.codecs) {
      const isRepair = repairs !== undefined;
      const ssrcs = media.ssrcs.filter((ssrc) => repairing.includes(ssrc) === isRepair);
      this.#routes.set(payloadType, { stream, ssrcs, isRepair });
    }
    return stream;
  }

  #streams(): ReceivingStream[] {
    return [this.audio, this.video].filter((stream) => stream !== undefined);
  }

  #extension(header: RtpHeader, id: number | undefined): Buffer | undefined {
    return id === undefined ? undefined : header.extensions.find((one) => one.id === id)?.payload;
  }

  #maintain(nowMs: number): void {
    for (const stream of this.#streams()) this.#requestMissing(stream, nowMs);
    const mediaSsrc = this.video?.ssrc ?? this.audio?.ssrc ?? 0;
    const feedback = this.#transportCc.takeFeedback(this.#ssrc, mediaSsrc);
    if (feedback !== undefined) this.#transport.sendRtcp(feedback);
    if (nowMs - this.#reportedAtMs >= reportEveryMs) {
      this.#reportedAtMs = nowMs;
      this.#transport.sendRtcp(this.#compound());
    }
  }

  /** Sound is left to Opus's own error correction, as browsers do. */
  #requestMissing(stream: ReceivingStream, nowMs: number): void {
    const missing = stream.maintain(nowMs);
    if (missing.length === 0 || stream !== this.video || stream.ssrc === undefined) return;
    this.requests.nack += missing.length;
    this.#transport.sendRtcp(this.#compound(writeNack(this.#ssrc, stream.ssrc, missing)));
  }

  /** A compound packet begins with a report (RFC 3550 section 6.1). */
  #compound(...rest: Buffer[]): Buffer {
    const isDue = rest.length === 0;
    const now = performance.now();
    const reports = isDue ? this.#streams().flatMap((stream) => stream.report(now) ?? []) : [];
    return Buffer.concat([writeReceiverReport(this.#ssrc, reports), ...rest]);
  }
}
