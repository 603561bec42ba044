import { SyntheticError } from '../errors.ts';

const headerSize = 27;

/**
 * The packets of an Ogg stream with one logical bitstream (RFC 3533 section 6), in order. An Opus
 * stream (RFC 7845 section 3) begins with two that carry no audio: `OpusHead` and `OpusTags`.
 */
export function readOggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let pieces: Buffer[] = [];
  for (let page = 0; page < file.length; ) {
    if (file.toString('latin1', page, page + 4) !== 'OggS') {
      throw SyntheticError.clip(`no Ogg page at byte ${page}`);
    }
    const segments = file[page + 26] ?? 0;
    let at = page + headerSize + segments;
    for (let segment = 0; segment < segments; segment++) {
      // Lacing: a packet is a run of 255-byte segments ended by a shorter one; it may cross pages.
      const size = file[page + headerSize + segment] ?? 0;
      pieces.push(file.subarray(at, at + size));
      at += size;
      if (size < 255) {
        packets.push(Buffer.concat(pieces));
        pieces = [];
      }
    }
    page = at;
  }
  return packets;
}

/** The Opus packets of an Ogg Opus file, without its two headers. */
export function readOggOpus(file: Buffer): Buffer[] {
  const [head, , ...audio] = readOggPackets(file);
  if (head?.toString('latin1', 0, 8) !== 'OpusHead') {
    throw SyntheticError.clip('the audio file is no Ogg Opus file');
  }
  return audio;
}
