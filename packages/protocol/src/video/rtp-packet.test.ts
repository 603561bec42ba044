import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeaderExtension, readRtpPacket } from './rtp-packet.ts';
import { writeRtp } from './testing/rtp-writer.ts';

const payload = Uint8Array.of(1, 2, 3);
const plain = { sequence: 65_535, timestamp: 0xffff_fffe, payload };

describe('readRtpPacket', () => {
  it('reads the header, and the payload between all that may surround it', () => {
    const extension = { profile: 0xbede, bytes: [0x10, 7] };
    const bytes = writeRtp({ ...plain, marker: true, csrcs: 3, extension, padding: 5 });
    expect(readRtpPacket(bytes)).toEqual({
      payloadType: 96,
      marker: true,
      sequence: 65_535,
      timestamp: 0xffff_fffe,
      ssrc: 0x89ab_cdef,
      payload,
    });
  });

  it('gives a view of the packet, no copy', () => {
    const bytes = writeRtp(plain);
    expect(readRtpPacket(bytes)?.payload.buffer).toBe(bytes.buffer);
  });

  it('reads a packet that is nothing but padding', () => {
    const bytes = writeRtp({ ...plain, payload: new Uint8Array(0), padding: 200 });
    expect(readRtpPacket(bytes)?.payload).toHaveLength(0);
  });

  it.each([
    ['is too short for a header', writeRtp(plain).subarray(0, 11)],
    ['is of another version', writeRtp(plain).with(0, 0x40)],
    ['ends within its CSRCs', writeRtp(plain).with(0, 0x8f)],
    ['ends within its extension', writeRtp(plain).with(0, 0x90)],
    ['has more padding than bytes', writeRtp({ ...plain, padding: 1 }).with(-1, 200)],
    ['counts no byte of padding', writeRtp({ ...plain, padding: 1 }).with(-1, 0)],
  ])('refuses one that %s', (_, bytes) => {
    expect(readRtpPacket(bytes)).toBeNull();
  });
});

describe('readHeaderExtension', () => {
  const withExtension = (profile: number, ...bytes: number[]) =>
    writeRtp({ ...plain, csrcs: 1, extension: { profile, bytes } });

  it('finds elements behind one-byte headers, padding between them', () => {
    const bytes = withExtension(0xbede, 0x10, 0xaa, 0, 0, 0x32, 1, 2, 3);
    expect(readHeaderExtension(bytes, 1)).toEqual(Uint8Array.of(0xaa));
    expect(readHeaderExtension(bytes, 3)).toEqual(Uint8Array.of(1, 2, 3));
    expect(readHeaderExtension(bytes, 2)).toBeNull();
  });

  it('reads nothing after an element numbered 15', () => {
    expect(readHeaderExtension(withExtension(0xbede, 0xf0, 1, 0x10, 2), 1)).toBeNull();
  });

  it('finds elements behind two-byte headers, empty ones and high numbers too', () => {
    const bytes = withExtension(0x1000, 15, 0, 0, 200, 2, 8, 9);
    expect(readHeaderExtension(bytes, 15)).toEqual(new Uint8Array(0));
    expect(readHeaderExtension(bytes, 200)).toEqual(Uint8Array.of(8, 9));
  });

  it('finds nothing in other extensions, cut ones, and packets without', () => {
    expect(readHeaderExtension(withExtension(0x2000, 0x10, 1), 1)).toBeNull();
    expect(readHeaderExtension(withExtension(0xbede, 0x1f, 1), 1)).toBeNull();
    expect(readHeaderExtension(writeRtp(plain), 1)).toBeNull();
    expect(readHeaderExtension(new Uint8Array(3), 1)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(255), (bytes, id) => {
        const start = [0x91, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0xbe, 0xde, 0];
        readHeaderExtension(Uint8Array.of(...start, ...bytes), id);
        readHeaderExtension(bytes, id);
        readRtpPacket(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
