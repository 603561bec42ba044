import { H264Depacketizer, type ReceivedPicture } from '@tallylight/protocol/rtp';
import { fuA, nalTypeOf, nalTypes } from '@tallylight/protocol/video';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetizeH264 } from './h264-packetizer.ts';

/** A NAL unit of a type, with a random reference importance and body. */
function nalOf(...types: number[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(
      fc.constantFrom(...types),
      fc.integer({ min: 0, max: 3 }),
      fc.uint8Array({ minLength: 1, maxLength: 3000 }),
    )
    .map(([type, importance, body]) => Buffer.from([(importance << 5) | type, ...body]));
}

const slices = fc.array(nalOf(nalTypes.slice, nalTypes.idr), { minLength: 1, maxLength: 4 });
const sets = fc.tuple(nalOf(nalTypes.sps), nalOf(nalTypes.pps));
const picture = fc.oneof(
  slices,
  fc.tuple(sets, slices).map(([front, rest]) => [...front, ...rest]),
);
const maximumSize = fc.integer({ min: 40, max: 1400 });

function depacketize(
  pictures: readonly (readonly Buffer[])[],
  lost: ReadonlySet<number> = new Set(),
): ReceivedPicture[] {
  const received: ReceivedPicture[] = [];
  const depacketizer = new H264Depacketizer((one) => received.push(one));
  let count = 0;
  pictures.forEach((payloads, index) => {
    payloads.forEach((payload, position) => {
      const marker = position === payloads.length - 1;
      if (lost.has(count++)) depacketizer.hole();
      else depacketizer.packet({ payload, timestamp: index * 3000, marker });
    });
  });
  return received;
}

describe('H.264 over RTP', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 5 }), maximumSize, (pictures, size) => {
        const received = depacketize(pictures.map((nals) => packetizeH264(nals, size)));
        expect(received.map(({ nals }) => nals)).toEqual(pictures);
        expect(received.every(({ complete }) => complete)).toBe(true);
      }),
    );
  });

  it('sends no payload larger than allowed', () => {
    fc.assert(
      fc.property(picture, maximumSize, (nals, size) => {
        for (const payload of packetizeH264(nals, size)) {
          expect(payload.length).toBeLessThanOrEqual(size);
        }
      }),
    );
  });

  it('never calls a picture complete that lost a packet, and gives nothing wrong', () => {
    const pictures = fc.array(picture, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(pictures, maximumSize, fc.array(fc.nat(60)), (sent, size, lost) => {
        const packets = sent.map((nals) => packetizeH264(nals, size));
        const gone = new Set(lost);
        for (const one of depacketize(packets, gone)) {
          const index = one.timestamp / 3000;
          const first = packets.slice(0, index).reduce((sum, { length }) => sum + length, 0);
          const whole = packets[index]?.every((_, position) => !gone.has(first + position));
          if (one.complete) expect(whole).toBe(true);
          if (one.complete) expect(one.nals).toEqual(sent[index]);
        }
      }),
    );
  });

  it('sends parameter sets in one packet, and fragments marked first and last', () => {
    const sps = Buffer.of(0x67, 1);
    const pps = Buffer.of(0x68, 2);
    const idr = Buffer.concat([Buffer.of(0x65), Buffer.alloc(250, 7)]);
    const [together, ...fragments] = packetizeH264([sps, pps, idr], 100);
    expect(together).toEqual(Buffer.of(0x78, 0, 2, 0x67, 1, 0, 2, 0x68, 2));
    expect(fragments.map((payload) => nalTypeOf(payload))).toEqual([fuA, fuA, fuA]);
    expect(fragments.map((payload) => payload[1])).toEqual([0x85, 0x05, 0x45]);
  });

  it('knows a key frame whole after a hole when its parameter sets lead it', () => {
    const key = packetizeH264([Buffer.of(0x67, 1), Buffer.of(0x68, 2), Buffer.of(0x65, 0x80)], 100);
    const delta = packetizeH264([Buffer.of(0x41, 0x80)], 100);
    const received = depacketize([delta, key, delta, delta], new Set([0, 3]));
    expect(received.map(({ key: isKey, complete }) => [isKey, complete])).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});
