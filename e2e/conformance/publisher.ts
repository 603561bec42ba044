import {
  useH264 as h264,
  MediaStreamTrack,
  useOPUS as opus,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
} from 'werift';
import { fail } from './failure.ts';
import type { Target } from './target.ts';

/** One black picture of 64 x 64: SPS, PPS and an IDR slice, by x264 at Constrained Baseline. */
const picture = [
  '6742c00adc426c044000000300400000030083c489e0',
  '68ce0f2c80',
  '65888404bc98a00038a32727275d75d75d75d75d75d780',
].map((nal) => Buffer.from(nal, 'hex'));
/** 20 ms of silence in Opus (RFC 6716, section 3.1: a frame of one byte is lost or silent). */
const silence = Buffer.from('f8fffe', 'hex');
const periodMs = 20;

/** Puts real media on air: ICE, DTLS-SRTP and RTP. */
export class Publisher {
  readonly #connection: RTCPeerConnection;
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => Promise<unknown>;

  private constructor(
    connection: RTCPeerConnection,
    timer: NodeJS.Timeout,
    leave: () => Promise<unknown>,
  ) {
    this.#connection = connection;
    this.#timer = timer;
    this.#leave = leave;
  }

  /** @throws {Failure} the server doesn't take it, or doesn't let players in afterwards */
  static async start(target: Target, playerOffer: string): Promise<Publisher> {
    const connection = new RTCPeerConnection({
      codecs: { audio: [opus()], video: [h264()] },
      iceServers: [],
      // A transport of its own for each m-line would stay open.
      bundlePolicy: 'max-bundle',
    });
    const audio = new MediaStreamTrack({ kind: 'audio' });
    const video = new MediaStreamTrack({ kind: 'video' });
    connection.addTransceiver(audio, { direction: 'sendonly' });
    connection.addTransceiver(video, { direction: 'sendonly' });
    await connection.setLocalDescription(await connection.createOffer());
    const offer = connection.localDescription?.sdp ?? '';
    const reply = await target.post(target.whip, offer);
    if (reply.status !== 201) {
      await connection.close();
      fail(`a publisher was answered with ${reply.status}: ${reply.body}`);
    }
    await connection.setRemoteDescription({ type: 'answer', sdp: reply.body });

    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      const send = (track: MediaStreamTrack, timestamp: number, payload: Buffer, marker: boolean) =>
        track.writeRtp(new RtpPacket(new RtpHeader({ timestamp, marker }), payload));
      send(audio, count * 960, silence, false);
      picture.forEach((nal, index) => {
        send(video, count * 1800, nal, index === picture.length - 1);
      });
    }, periodMs);
    const url = new URL(reply.headers.location ?? '', reply.url).href;
    const publisher = new Publisher(connection, timer, () =>
      target.send({ method: 'DELETE', url, headers: target.authorization(target.whip) }),
    );
    await publisher.#onAir(target, playerOffer);
    return publisher;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#leave();
    await this.#connection.close();
  }

  /** Waits until a player is let in. */
  async #onAir(target: Target, playerOffer: string): Promise<void> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const reply = await target.post(target.whep, playerOffer);
      if (reply.status === 201) {
        const url = new URL(reply.headers.location ?? '', reply.url).href;
        await target.send({ method: 'DELETE', url });
        return;
      }
      if (Date.now() > deadline) {
        await this.stop();
        fail(`players are not let in though media is sent: ${reply.status} ${reply.body}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
