/** The NAL units of each picture in a byte stream (ITU-T H.264, annex B). */
export function h264Pictures(stream: Uint8Array): Uint8Array[][] {
  const pictures: Uint8Array[][] = [];
  let open = false;
  for (const nal of nalUnits(stream)) {
    const type = (nal[0] ?? 0) & 0x1f;
    const isSlice = type === 1 || type === 5;
    // A set first bit says that the slice is its picture's first.
    const continues = open && isSlice && ((nal[1] ?? 0) & 0x80) === 0;
    if (continues || (pictures.length > 0 && !open)) pictures.at(-1)?.push(nal);
    else pictures.push([nal]);
    open = isSlice;
  }
  return pictures;
}

function nalUnits(stream: Uint8Array): Uint8Array[] {
  const starts: number[] = [];
  for (let at = 0; at + 3 <= stream.length; at++) {
    if (stream[at] === 0 && stream[at + 1] === 0 && stream[at + 2] === 1) starts.push(at + 3);
  }
  return starts.map((start, index) => {
    let end = (starts[index + 1] ?? stream.length + 3) - 3;
    while (stream[end - 1] === 0) end--;
    return stream.subarray(start, end);
  });
}

/** The frames of an IVF file: a header of 32 bytes, then each frame behind one of 12. */
export function ivfFrames(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 32; at + 12 <= file.length; ) {
    const size = view.getUint32(at, true);
    frames.push(file.subarray(at + 12, at + 12 + size));
    at += 12 + size;
  }
  return frames;
}
