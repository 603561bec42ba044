import { type ReceivedPicture, Vp8Depacketizer } from '@tallylight/protocol/rtp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetizeVp8 } from './vp8-packetizer.ts';

const keyFrameHeader = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0];
const frame = fc
  .tuple(fc.boolean(), fc.uint8Array({ minLength: 3, maxLength: 3000 }))
  .map(([key, body]) => Buffer.from([...(key ? keyFrameHeader : [0x11]), ...body]));

function depacketize(
  frames: readonly Buffer[],
  size: number,
  lost: ReadonlySet<number>,
): ReceivedPicture[] {
  const received: ReceivedPicture[] = [];
  const depacketizer = new Vp8Depacketizer((one) => received.push(one));
  let count = 0;
  frames.forEach((one, index) => {
    const payloads = packetizeVp8(one, size);
    payloads.forEach((payload, position) => {
      const marker = position === payloads.length - 1;
      if (lost.has(count++)) depacketizer.hole();
      else depacketizer.packet({ payload, timestamp: index * 3000, marker });
    });
  });
  return received;
}

describe('VP8 over RTP', () => {
  const frames = fc.array(frame, { maxLength: 6 });
  const maximumSize = fc.integer({ min: 40, max: 1400 });

  it('comes out as it went in, key frames with their size', () => {
    fc.assert(
      fc.property(frames, maximumSize, (sent, size) => {
        const received = depacketize(sent, size, new Set());
        expect(received.map(({ nals }) => nals)).toEqual(sent.map((one) => [one]));
        expect(received.every(({ complete }) => complete)).toBe(true);
        const sizes = sent.map((one) =>
          one[0] === 0x10 ? { width: 320, height: 180 } : undefined,
        );
        expect(received.map((one) => one.size)).toEqual(sizes);
      }),
    );
  });

  it('is never called whole where a packet is missing', () => {
    const losses = fc.uniqueArray(fc.nat(40), { maxLength: 8 });
    fc.assert(
      fc.property(frames, maximumSize, losses, (sent, size, lost) => {
        for (const { complete, nals, timestamp } of depacketize(sent, size, new Set(lost))) {
          if (complete) expect(nals).toEqual([sent[timestamp / 3000]]);
        }
      }),
    );
  });
});
