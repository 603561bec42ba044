import { expect, test } from 'vitest';
import { readJpegSize } from './jpeg-size.ts';

const start = [0xff, 0xd8];
const app0 = [0xff, 0xe0, 0, 4, 1, 2];
const frame = (marker: number, width: number, height: number): number[] => [
  ...[0xff, marker, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255],
  ...[1, 1, 0x11, 0],
];

test.each<[string, number[], { width: number; height: number } | null]>([
  ['the frame header first', [...start, ...frame(0xc0, 1280, 720)], { width: 1280, height: 720 }],
  ['segments before it', [...start, ...app0, ...frame(0xc2, 3, 5)], { width: 3, height: 5 }],
  ['fill bytes', [...start, 0xff, 0xff, ...frame(0xc0, 9, 7)], { width: 9, height: 7 }],
  ['tables that look like a frame', [...start, ...frame(0xc4, 9, 7)], null],
  ['no size yet', [...start, ...frame(0xc0, 640, 0)], null],
  ['cut off', [...start, ...frame(0xc0, 1280, 720).slice(0, 7)], null],
  ['a length of nothing', [...start, 0xff, 0xe0, 0, 0, ...app0], null],
  ['not a JPEG', [1, 2, 3], null],
  ['nothing', [], null],
])('%s', (_title, bytes, size) => {
  expect(readJpegSize(new Uint8Array(bytes))).toEqual(size);
});
