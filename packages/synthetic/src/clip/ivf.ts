import { SyntheticError } from '../errors.ts';

/**
 * The frames of an IVF file, as views: the file's header says how long it is itself, then each frame
 * stands behind its size and its time.
 *
 * @throws SyntheticError with reason `clip` for another kind of file.
 */
export function readIvf(file: Buffer): Buffer[] {
  if (file.length < 32 || file.toString('latin1', 0, 4) !== 'DKIF') {
    throw SyntheticError.clip('the video file is no IVF file');
  }
  const frames: Buffer[] = [];
  for (let at = file.readUInt16LE(6); at + frameHeaderSize <= file.length; ) {
    const start = at + frameHeaderSize;
    at = start + file.readUInt32LE(at);
    frames.push(file.subarray(start, at));
  }
  return frames;
}

const frameHeaderSize = 12;
