import { EventEmitter } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Clip, readClip } from '../clip/clip.ts';
import { ClipPlayer } from '../clip/clip-player.ts';
import { makeClip } from '../clip/make-clip.ts';
import { wallClockMs } from '../rtp/wall-clock.ts';
import { LossyRelay } from '../testing/lossy-relay.ts';
import { answerFor, candidatePort, withCandidatePort } from '../testing/paired-answers.ts';
import { type ViewedFrame, ViewerMeter } from '../viewer-meter.ts';
import { PublishingPeer } from './publishing-peer.ts';
import { ViewingPeer } from './viewing-peer.ts';

const addresses = ['127.0.0.1'];
const lost = (why: Error): never => {
  throw why;
};

/** A publisher and a viewer, connected to each other with nothing in between but `drops`. */
async function connect(
  stack: AsyncDisposableStack,
  clip: Clip,
  drops: (packet: Buffer) => boolean,
) {
  const shown = new EventEmitter<{ frame: [ViewedFrame] }>();
  let sounds = 0;
  const meter = new ViewerMeter(
    (frame) => shown.emit('frame', frame),
    () => undefined,
  );
  let player: ClipPlayer | undefined;
  const publisher = await PublishingPeer.open({
    audio: true,
    layers: clip.layers.length,
    codec: 'h264',
    profile: '42e01f',
    layerOrder: 'lowest-first',
    tellsCaptureTimes: true,
    wrapsAfterMs: null,
    addresses,
    onKeyFrameRequest: (layer) => player?.requestKeyFrame(layer),
    onLost: lost,
  });
  stack.defer(() => publisher.close());
  const viewer = await ViewingPeer.open({
    addresses,
    controlling: false,
    video: meter,
    audio: { packet: () => void sounds++, hole: () => undefined },
    // What a busy machine delays isn't lost.
    window: { patienceMs: 10_000 },
    onLost: lost,
  });
  stack.defer(() => viewer.close());
  const relay = stack.use(
    await LossyRelay.open(candidatePort(publisher.offer), candidatePort(viewer.offer), drops),
  );
  await Promise.all([
    publisher.accept(
      withCandidatePort(answerFor(publisher.offer, viewer.offer, 'active'), relay.portForA),
    ),
    viewer.accept(
      withCandidatePort(answerFor(viewer.offer, publisher.offer, 'passive'), relay.portForB),
    ),
  ]);
  player = new ClipPlayer(clip, {
    video: (layer, payloads, atMs) =>
      publisher.video[layer]?.sendFrame(payloads, atMs, wallClockMs()),
    audio: (packet, atMs) => publisher.audio?.sendFrame([packet], atMs, wallClockMs()),
  });
  stack.defer(() => player.stop());
  player.start();
  const nextFrame = (accept: (frame: ViewedFrame) => boolean): Promise<ViewedFrame> =>
    new Promise((resolve) => {
      const look = (frame: ViewedFrame): void => {
        if (!accept(frame)) return;
        shown.off('frame', look);
        resolve(frame);
      };
      shown.on('frame', look);
    });
  return { publisher, viewer, meter, relay, nextFrame, sounds: () => sounds };
}

/** RTP by its first byte (RFC 7983), without RTCP (RFC 5761 section 4). */
function isRtp(packet: Buffer): boolean {
  const [first = 0, second = 0] = packet;
  return first >= 128 && first <= 191 && !(second >= 192 && second <= 223);
}

describe('a publisher and a viewer over ICE, DTLS and SRTP', { timeout: 30_000 }, () => {
  let clip: Clip;
  beforeAll(async () => {
    clip = await readClip(await makeClip(), 1);
  }, 60_000);

  it('bring every frame over, with its size and the time of its capture', async () => {
    await using stack = new AsyncDisposableStack();
    const { viewer, meter, nextFrame, sounds } = await connect(stack, clip, () => false);
    const first = await nextFrame(() => true);
    expect(first).toMatchObject({ key: true, width: 640, height: 360 });
    expect(first.nals.map((nal) => Buffer.from(nal))).toEqual(clip.layers[0]?.frames[0]?.nals);
    expect(first.latencyMs).toBeGreaterThan(0);
    const second = await nextFrame(({ key }) => key);
    // The recording's next key frame is 30 frames on: a second of the 90 kHz clock, or more where
    // this machine was too busy to send.
    const ticks = (second.timestamp - first.timestamp) >>> 0;
    expect(ticks).toBeGreaterThanOrEqual(90_000);
    expect(ticks % 3000).toBe(0);
    expect(meter.counts.frames).toBeGreaterThanOrEqual(31);
    expect(meter.counts).toMatchObject({ keyFrames: 2, undecodable: 0 });
    expect(viewer.video?.counts.lost).toBe(0);
    expect(sounds()).toBeGreaterThan(20);
  });

  it('bring a key frame at once when it is asked for', async () => {
    await using stack = new AsyncDisposableStack();
    const { viewer, nextFrame } = await connect(stack, clip, () => false);
    const first = await nextFrame(({ key }) => key);
    viewer.requestKeyFrame();
    const second = await nextFrame(({ key }) => key);
    // The recording has its own next key frame after a second of the 90 kHz clock.
    expect((second.timestamp - first.timestamp) >>> 0).toBeLessThan(90_000);
    expect(viewer.requests.pli).toBe(1);
  });

  it('give up in time where nobody answers', async () => {
    const video = { packet: () => undefined, hole: () => undefined };
    const options = { addresses, video, audio: video, onLost: lost, connectTimeoutMs: 100 };
    await using stack = new AsyncDisposableStack();
    const viewer = await ViewingPeer.open(options);
    stack.defer(() => viewer.close());
    const deaf = withCandidatePort(answerFor(viewer.offer, viewer.offer, 'passive'), 9);
    await expect(viewer.accept(deaf)).rejects.toMatchObject({ reason: 'timeout' });
  });

  it('repair what gets lost on the way', async () => {
    await using stack = new AsyncDisposableStack();
    let count = 0;
    const dropsEveryTenth = (packet: Buffer): boolean => isRtp(packet) && ++count % 10 === 0;
    const { viewer, publisher, meter, relay, nextFrame } = await connect(
      stack,
      clip,
      dropsEveryTenth,
    );
    await nextFrame(() => meter.counts.frames >= 60);
    expect(relay.dropped).toBeGreaterThan(5);
    expect(viewer.video?.counts.repaired).toBeGreaterThan(5);
    expect(viewer.video?.counts.lost).toBe(0);
    expect(meter.counts.undecodable).toBe(0);
    expect(publisher.video[0]?.counts.retransmitted).toBeGreaterThanOrEqual(
      viewer.video?.counts.repaired ?? Infinity,
    );
  });
});
