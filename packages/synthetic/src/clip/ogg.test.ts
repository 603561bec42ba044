import { describe, expect, it } from 'vitest';
import { readOggOpus, readOggPackets } from './ogg.ts';

/** A page whose segments have these sizes; checksums aren't read. */
function page(lacing: readonly number[], body: Buffer): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS', 'latin1');
  header[26] = lacing.length;
  return Buffer.concat([header, Buffer.from(lacing), body]);
}

describe('readOggPackets', () => {
  it('joins a packet that crosses pages', () => {
    const file = Buffer.concat([
      page([2, 255], Buffer.alloc(257, 1)),
      page([3], Buffer.alloc(3, 2)),
    ]);
    expect(readOggPackets(file).map(({ length }) => length)).toEqual([2, 258]);
  });

  it('ends a packet of whole segments with an empty one', () => {
    const file = page([255, 0, 1], Buffer.alloc(256));
    expect(readOggPackets(file).map(({ length }) => length)).toEqual([255, 1]);
  });

  it('says where a page is missing', () => {
    expect(() => readOggPackets(Buffer.from('RIFFxxxx'))).toThrow('no Ogg page at byte 0');
  });
});

describe('readOggOpus', () => {
  it('leaves both headers out', () => {
    const file = Buffer.concat([
      page([8], Buffer.from('OpusHead')),
      page([8], Buffer.from('OpusTags')),
      page([1, 1], Buffer.of(7, 8)),
    ]);
    expect(readOggOpus(file)).toEqual([Buffer.of(7), Buffer.of(8)]);
  });

  it('refuses what is no Opus', () => {
    expect(() => readOggOpus(page([8], Buffer.from('\x01vorbis ')))).toThrow('no Ogg Opus file');
  });
});
