import { payloadTypesOf, setFormat } from './format-line.ts';

/**
 * Writes into an answer how much Chromium may send before it has measured the network; other browsers ignore
 * the parameter. Left alone it begins at 300 kbit/s and, on a path that carries far more, needs half a minute
 * until the highest layer goes out.
 */
export function withStartBitrate(answer: string, bitsPerS: number): string {
  const kbitPerS = Math.round(bitsPerS / 1000);
  return setFormat(answer, payloadTypesOf(answer, 'H264/90000'), [
    ['x-google-start-bitrate', kbitPerS],
  ]);
}
