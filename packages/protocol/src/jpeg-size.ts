/** In pixels. */
export type PictureSize = { readonly width: number; readonly height: number };

/** Markers that stand alone, without a length behind them: TEM, RST0 to RST7, SOI. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** A frame header, of whatever process; DHT, JPG and DAC lie between them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Reads how large a JPEG is from its frame header (ITU-T T.81, annex B); null where the bytes have none. */
export function readJpegSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 2 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = view.getUint8(at + 1);
    // A marker may be preceded by any number of fill bytes.
    if (marker === 0xff) at += 1;
    else if (isAlone(marker)) at += 2;
    else if (!isFrame(marker)) at += 2 + Math.max(2, view.getUint16(at + 2));
    else if (at + 9 > bytes.length) return null;
    else return sizeOf(view.getUint16(at + 7), view.getUint16(at + 5));
  }
  return null;
}

function sizeOf(width: number, height: number): PictureSize | null {
  // The height may be told behind the first scan: that is not looked for.
  return width > 0 && height > 0 ? { width, height } : null;
}
