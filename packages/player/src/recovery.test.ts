import { ManualTime } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { Recovery } from './recovery.ts';

function make() {
  const time = new ManualTime();
  const done: string[] = [];
  const beganMs = time.nowMs();
  const note = (what: string) => () => {
    done.push(`${time.nowMs() - beganMs} ${what}`);
  };
  const recovery = new Recovery(time.timers, {
    requestKeyFrame: note('key frame'),
    lowerLayer: note('lower layer'),
    restartIce: note('ICE restart'),
    reconnect: note('fresh session'),
    restoreLayer: note('layer restored'),
  });
  return { time, done, recovery };
}

test('one remedy after the other is tried, each in its time', async () => {
  const { time, done, recovery } = make();
  recovery.stalled();
  await time.advance(10_000);
  expect(done).toEqual(['0 key frame', '200 lower layer', '400 ICE restart', '3000 fresh session']);
});

test('what has helped is the last that is tried', async () => {
  const { time, done, recovery } = make();
  recovery.stalled();
  await time.advance(100);
  recovery.flowing();
  await time.advance(60_000);
  expect(done).toEqual(['0 key frame']);
});

test('a lower layer stays for a while after the picture is back', async () => {
  const { time, done, recovery } = make();
  recovery.stalled();
  await time.advance(300);
  recovery.flowing();
  await time.advance(9_900);
  expect(done.at(-1)).toBe('200 lower layer');
  await time.advance(100);
  expect(done.at(-1)).toBe('10300 layer restored');
});

test('a stall in that while begins anew, and the layer is restored after the last', async () => {
  const { time, done, recovery } = make();
  recovery.stalled();
  await time.advance(300);
  recovery.flowing();
  await time.advance(5_000);
  recovery.stalled();
  await time.advance(50);
  recovery.flowing();
  await time.advance(10_000);
  expect(done).toEqual([
    '0 key frame',
    '200 lower layer',
    '5300 key frame',
    '15350 layer restored',
  ]);
});

test('nothing is tried for a session that is gone', async () => {
  const { time, done, recovery } = make();
  recovery.stalled();
  recovery.stop();
  await time.advance(60_000);
  expect(done).toEqual(['0 key frame']);
  expect(time.armed).toBe(0);
});

test('a session that is gone takes its lower layer with it', async () => {
  const { time, done, recovery } = make();
  recovery.stalled();
  await time.advance(300);
  recovery.stop();
  expect(done).toEqual(['0 key frame', '200 lower layer', '300 layer restored']);
  recovery.flowing();
  expect(time.armed).toBe(0);
});
