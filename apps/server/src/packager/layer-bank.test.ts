import type { VideoSampleEntry } from '@tallylight/protocol/isobmff';
import { expect, test } from 'vitest';
import type { VideoFrame } from './intake/video-stream.ts';
import { LayerBank } from './layer-bank.ts';

const format: VideoSampleEntry = { codec: 'vp08', width: 640, height: 360 };
const other: VideoSampleEntry = { codec: 'vp08', width: 320, height: 180 };

function fill(bank: LayerBank, layer: number, fromMs: number, untilMs: number, of = format): void {
  for (let captureMs = fromMs; captureMs < untilMs; captureMs += 40) {
    const frame: VideoFrame = {
      ...{ layer, captureMs, format: of, data: new Uint8Array(1_000) },
      isKey: (captureMs - fromMs) % 2_000 === 0,
    };
    bank.push(frame);
  }
}

const never = () => false;
const layersOf = (bank: LayerBank, nowMs: number, countsAtOnce: (origin: string) => boolean) =>
  bank.flowing(nowMs, countsAtOnce).map(({ layer }) => layer);

test('a layer counts when it has flowed for a while, or at once where it is wanted so', () => {
  const bank = new LayerBank();
  fill(bank, 0, 0, 400);
  expect(layersOf(bank, 400, never)).toEqual([]);
  expect(layersOf(bank, 400, () => true)).toEqual([0]);
  fill(bank, 0, 400, 900);
  expect(layersOf(bank, 900, never)).toEqual([0]);
});

test('a layer that stops flows no more, and has to last again when it is back', () => {
  const bank = new LayerBank();
  fill(bank, 0, 0, 4_000);
  fill(bank, 1, 0, 2_000);
  expect(layersOf(bank, 3_000, never)).toEqual([0, 1]);
  expect(layersOf(bank, 3_200, never)).toEqual([0]);
  fill(bank, 1, 4_000, 4_200);
  expect(layersOf(bank, 4_200, never)).toEqual([0]);
  fill(bank, 1, 4_200, 4_800);
  expect(layersOf(bank, 4_800, never)).toEqual([0, 1]);
});

test('another format is another origin', () => {
  const bank = new LayerBank();
  fill(bank, 0, 0, 2_000);
  const [before] = bank.flowing(2_000, never);
  fill(bank, 0, 2_000, 4_000, other);
  const [after] = bank.flowing(4_000, never);
  expect(after?.format).toBe(other);
  expect(after?.origin).not.toBe(before?.origin);
});

test('remembers what came since the last key frame, and how many frames there are a second', () => {
  const bank = new LayerBank();
  fill(bank, 0, 0, 5_000);
  const memory = bank.memory(0);
  expect(memory?.frames.map(({ captureMs }) => captureMs).at(0)).toBe(4_000);
  expect(memory?.frames).toHaveLength(25);
  expect(memory?.frameRate).toBeCloseTo(25, 0);
});

test('does not remember without bounds where no key frame comes', () => {
  const bank = new LayerBank();
  const frame = { layer: 0, format, data: new Uint8Array(1_000_000) };
  for (let index = 0; index < 30; index += 1) {
    bank.push({ ...frame, captureMs: index * 40, isKey: index === 0 });
    const { frames = [] } = bank.memory(0) ?? {};
    const bytes = frames.reduce((sum, { data }) => sum + data.length, 0);
    expect(bytes).toBeLessThan(17_000_000);
  }
  expect(bank.memory(0)?.frames).toEqual([]);
});

test('leaves out what cannot be cut like the others, and tells who gives no key frames', () => {
  const bank = new LayerBank();
  fill(bank, 0, 0, 2_000);
  fill(bank, 1, 0, 2_000, other);
  const [low] = bank.flowing(2_000, never);
  expect(low?.givesKeyFrames).toBe(true);
  bank.leaveOut(low?.origin ?? '');
  bank.distrust();
  const left = bank.flowing(2_000, never);
  expect(left.map(({ layer, givesKeyFrames }) => [layer, givesKeyFrames])).toEqual([[1, false]]);
});
