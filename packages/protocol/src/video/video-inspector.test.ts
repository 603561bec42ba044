import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { h264Pictures, ivfFrames } from './testing/recordings.ts';
import { type TimedPicture, writeH264, writeRtp, writeVp8 } from './testing/rtp-writer.ts';
import { VideoInspector } from './video-inspector.ts';

const read = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/video/${name}`, import.meta.url));

/** 30 pictures a second. */
const ticks = 3000;

const baseline = h264Pictures(read('baseline-320x180.h264'));
const high = h264Pictures(read('high-1920x1080.h264'));
const main = h264Pictures(read('main-b-frames-322x182.h264'));
const vp8 = ivfFrames(read('vp8-320x180.ivf')).map((frame) => [frame]);

/** The main recording's own times: it goes I P B B P B B. */
const reordered: TimedPicture[] = main.map((units, index) => {
  const shownAt = index === 0 ? 0 : index % 3 === 1 ? index + 2 : index - 1;
  return { units, timestamp: shownAt * ticks };
});

function inOrder(pictures: readonly Uint8Array[][], from = 0): TimedPicture[] {
  return pictures.map((units, index) => ({ units, timestamp: (from + index) * ticks }));
}

function inspect(packets: readonly Uint8Array[], mimeType = 'video/H264'): VideoInspector {
  const inspector = new VideoInspector(mimeType);
  for (const packet of packets) inspector.push(packet);
  return inspector;
}

describe('VideoInspector', () => {
  it('tells size and profile by the first packet of a key frame', () => {
    const [first = new Uint8Array(0)] = writeH264(inOrder(baseline));
    expect(inspect([first]).report).toEqual({
      codec: 'h264',
      width: 320,
      height: 180,
      profileLevelId: '42c00d',
      bFrames: null,
      keyFrames: 0,
      frames: 1,
    });
  });

  it('counts pictures and key frames, however many slices and packets they have', () => {
    const packets = writeH264(inOrder([...high, ...high]), 65_530);
    expect(packets.length).toBeGreaterThan(2 * high.length * 4);
    expect(inspect(packets).report).toEqual({
      codec: 'h264',
      width: 1920,
      height: 1080,
      profileLevelId: '640028',
      bFrames: null,
      keyFrames: 2,
      frames: 8,
    });
  });

  it('sees B slices in the first pictures', () => {
    const packets = writeH264(reordered.slice(0, 3));
    expect(inspect(packets).report).toMatchObject({
      width: 322,
      height: 182,
      profileLevelId: '4d400d',
      bFrames: true,
      frames: 3,
    });
  });

  it('sees pictures out of order where their slices cannot be read', () => {
    const secret = reordered.map(({ timestamp }) => ({ units: [Uint8Array.of(0x41)], timestamp }));
    expect(inspect(writeH264(secret.slice(0, 3))).report.bFrames).toBeNull();
    expect(inspect(writeH264(secret.slice(0, 9), 65_533)).report.bFrames).toBe(true);
  });

  it('takes packets that were overtaken for no B-frames', () => {
    const packets = writeH264(inOrder([...baseline, ...baseline]));
    const swapped = packets.flatMap((packet, index) =>
      index % 2 === 0 ? [packets[index + 1] ?? packet, packet] : [],
    );
    expect(inspect(swapped).report.bFrames).toBeNull();
  });

  it('says that there are no B-frames after 60 pictures without one', () => {
    const many = Array.from({ length: 5 }, () => baseline).flat();
    const before = inspect(writeH264(inOrder(many.slice(0, 59))));
    expect(before.report.bFrames).toBeNull();
    const after = inspect(writeH264(inOrder(many.slice(0, 60))));
    expect(after.report.bFrames).toBe(false);
  });

  it('changes its mind when B-frames come after all', () => {
    const many = Array.from({ length: 5 }, () => baseline).flat();
    const inspector = inspect(writeH264(inOrder(many)));
    expect(inspector.report.bFrames).toBe(false);
    for (const packet of writeH264(reordered, 5000)) inspector.push(packet);
    expect(inspector.report).toMatchObject({ bFrames: true, width: 322 });
  });

  it('follows a change of size, with another report only when there is news', () => {
    const inspector = inspect(writeH264(inOrder(baseline)));
    const { report } = inspector;
    expect(report).toMatchObject({ width: 320, frames: 12 });
    const more = writeH264(inOrder(baseline, baseline.length), 1000);
    for (const packet of more) inspector.push(packet);
    expect(inspector.report).toBe(report);
    expect(report.frames).toBe(24);
    const larger = writeH264(inOrder(high, 2 * baseline.length), 2000);
    for (const packet of larger) inspector.push(packet);
    expect(inspector.report).not.toBe(report);
    expect(inspector.report).toMatchObject({ width: 1920, height: 1080, frames: 28 });
  });

  it('tells size and key frames of VP8, which has no B-frames', () => {
    expect(inspect(writeVp8(inOrder(vp8)), 'video/vp8').report).toEqual({
      codec: 'vp8',
      width: 320,
      height: 180,
      profileLevelId: null,
      bFrames: false,
      keyFrames: 1,
      frames: 6,
    });
  });

  it('passes over packets that only probe for bandwidth, and counts pictures of other codecs', () => {
    const probe = writeRtp({ sequence: 1, timestamp: 0, payload: new Uint8Array(0), padding: 255 });
    expect(inspect([probe]).report.frames).toBe(0);
    const others = inspect(writeVp8(inOrder(vp8)), 'video/AV1').report;
    expect(others).toMatchObject({ codec: null, width: null, bFrames: null, frames: 6 });
  });

  it('never throws, whatever happens to the bytes', () => {
    const packets = [
      ...writeH264(reordered),
      ...writeH264(inOrder(high)),
      ...writeVp8(inOrder(vp8)),
    ];
    const inspectors = [new VideoInspector('video/H264'), new VideoInspector('video/VP8')];
    const damages = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...packets), damages, fc.nat(300), (packet, damage, size) => {
        const bytes = packet.slice(0, size);
        for (const [at, value] of damage) bytes[at] = value;
        for (const inspector of inspectors) inspector.push(bytes);
      }),
      { numRuns: 10_000 },
    );
  });
});
