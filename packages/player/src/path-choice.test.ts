import { expect, test } from 'vitest';
import { type HlsHealth, PathChoice, type PathDecision, type WebrtcHealth } from './path-choice.ts';

/** A viewer whose two ways do as a test says, second by second of a simulated clock. */
function make() {
  let nowMs = 0;
  const choice = new PathChoice({ nowMs: () => nowMs, random: () => 0 }, 'webrtc');
  let webrtc: WebrtcHealth = 'waiting';
  let hls: HlsHealth = 'loading';
  let needsHls = false;
  let last: PathDecision = { front: 'webrtc', webrtc: true, hls: false, againInMs: null };
  const swaps: string[] = [];
  const decide = (): PathDecision => {
    const before = last.front;
    last = choice.decide({ webrtc, hls, needsHls });
    if (last.front !== before) swaps.push(`${nowMs} ${last.front}`);
    return last;
  };
  return {
    choice,
    swaps,
    decide,
    last: () => last,
    are: (next: { webrtc?: WebrtcHealth; hls?: HlsHealth; needsHls?: boolean }) => {
      webrtc = next.webrtc ?? webrtc;
      hls = next.hls ?? hls;
      needsHls = next.needsHls ?? needsHls;
      return decide();
    },
    /** Decides whenever it was asked for, and at the end. */
    pass: (forMs: number) => {
      const endMs = nowMs + forMs;
      while (last.againInMs !== null && nowMs + last.againInMs <= endMs) {
        nowMs += Math.max(1, last.againInMs);
        decide();
      }
      nowMs = endMs;
      return decide();
    },
  };
}

test('WebRTC that joins in time is all there is', () => {
  const { are, pass } = make();
  expect(are({ webrtc: 'waiting' })).toMatchObject({ front: 'webrtc', webrtc: true, hls: false });
  expect(pass(600)).toMatchObject({ hls: false });
  expect(are({ webrtc: 'flowing' })).toEqual({
    front: 'webrtc',
    webrtc: true,
    hls: false,
    againInMs: null,
  });
});

test('where WebRTC takes long, HLS is loaded beside it and shown when it is ready', () => {
  const { are, pass } = make();
  are({});
  expect(pass(700)).toMatchObject({ front: 'webrtc', webrtc: true, hls: true });
  expect(are({ hls: 'ready' })).toMatchObject({ front: 'hls', webrtc: true, hls: true });
});

test('a stall has HLS loaded at once, and shown after a while', () => {
  const { are, pass } = make();
  are({ webrtc: 'flowing' });
  expect(are({ webrtc: 'stalled' })).toMatchObject({ front: 'webrtc', hls: true });
  expect(are({ hls: 'ready' })).toMatchObject({ front: 'webrtc', againInMs: 600 });
  expect(pass(600)).toMatchObject({ front: 'hls', webrtc: true, hls: true });
});

test('a stall that is over before is none', () => {
  const { are, pass, swaps } = make();
  are({ webrtc: 'flowing' });
  are({ webrtc: 'stalled', hls: 'ready' });
  pass(500);
  expect(are({ webrtc: 'flowing' })).toMatchObject({ front: 'webrtc', hls: false });
  pass(60_000);
  expect(swaps).toEqual([]);
});

test('WebRTC must have been steady before it is shown again', () => {
  const { are, pass, swaps } = make();
  are({ webrtc: 'flowing' });
  are({ webrtc: 'stalled', hls: 'ready' });
  pass(600);
  are({ webrtc: 'flowing' });
  pass(1_500);
  are({ webrtc: 'waiting' });
  pass(500);
  are({ webrtc: 'flowing' });
  pass(1_999);
  expect(swaps).toEqual(['600 hls']);
  pass(1);
  expect(swaps).toEqual(['600 hls', '4600 webrtc']);
});

test('WebRTC that fails again and again is tried less and less often', () => {
  const { are, pass, last, swaps } = make();
  are({ webrtc: 'flowing', hls: 'ready' });
  for (let second = 0; second < 1_800; second += 1) {
    // It flows whenever it is tried, and stalls 5 s after it is shown.
    const isShown = last().front === 'webrtc';
    if (!isShown) {
      are({ webrtc: last().webrtc ? 'flowing' : 'waiting' });
      pass(1_000);
    } else {
      pass(5_000);
      are({ webrtc: 'stalled' });
      pass(1_000);
    }
  }
  const returns = swaps.filter((swap) => swap.endsWith('webrtc')).map((swap) => parseInt(swap, 10));
  const waits = returns.map((atMs, index) => atMs - (returns[index - 1] ?? 0)).slice(1, 7);
  for (const [index, waitMs] of waits.entries()) {
    expect(waitMs).toBeGreaterThanOrEqual(Math.min(300_000, 15_000 * 2 ** index));
  }
  expect(returns.length).toBeLessThan(12);
});

test('whatever happens, it does not leave what it has just come to', () => {
  const { are, pass, swaps } = make();
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const webrtc = ['flowing', 'stalled', 'waiting', 'away', 'refused'] as const;
  const hls = ['loading', 'ready', 'ready', 'ready'] as const;
  for (let step = 0; step < 20_000; step += 1) {
    are({ webrtc: webrtc[random(5)] ?? 'flowing', hls: hls[random(4)] ?? 'ready' });
    pass(random(400));
  }
  const times = swaps.map((swap) => parseInt(swap, 10));
  const toAndFro = swaps.filter(
    (swap, index) =>
      swap.endsWith('hls') &&
      (times[index] ?? 0) - (times[index - 1] ?? Number.NEGATIVE_INFINITY) < 600,
  );
  expect(toAndFro).toEqual([]);
});

test('a network that lets nothing through is tried again after half a minute, then more seldom', () => {
  const { are, pass, last } = make();
  are({ hls: 'ready' });
  pass(1_000);
  expect(last().front).toBe('hls');
  const trials: number[] = [];
  let was = true;
  for (let second = 1; second <= 600; second += 1) {
    pass(1_000);
    if (last().webrtc && !was) trials.push(second);
    was = last().webrtc;
  }
  expect(trials).toEqual([42, 114, 246, 498]);
});

test('what the browser can’t do is not tried again', () => {
  const { are, pass } = make();
  expect(are({ webrtc: 'unable', hls: 'loading' })).toMatchObject({ front: 'hls', webrtc: false });
  expect(pass(3_600_000)).toMatchObject({ front: 'hls', webrtc: false, againInMs: null });
});

test('without HLS there is nothing to fall back on', () => {
  const { are, pass } = make();
  are({ webrtc: 'flowing', hls: 'missing' });
  are({ webrtc: 'stalled' });
  expect(pass(60_000)).toMatchObject({ front: 'webrtc', webrtc: true, hls: false });
});

test('a publisher who is gone is no reason to change', () => {
  const { are, pass } = make();
  are({ webrtc: 'flowing' });
  are({ webrtc: 'away', hls: 'ready' });
  expect(pass(60_000)).toMatchObject({ front: 'webrtc', hls: false });
});

test('for what only HLS can show, WebRTC’s picture stays until HLS has its own', () => {
  const { are } = make();
  are({ webrtc: 'flowing' });
  expect(are({ needsHls: true })).toMatchObject({ front: 'webrtc', webrtc: true, hls: true });
  expect(are({ hls: 'ready' })).toMatchObject({ front: 'hls', webrtc: false, hls: true });
});

test('back to live goes to WebRTC as soon as it flows', () => {
  const { are, choice, decide, swaps } = make();
  are({ webrtc: 'flowing' });
  are({ needsHls: true, hls: 'ready' });
  are({ needsHls: false, webrtc: 'waiting' });
  choice.ask();
  expect(decide()).toMatchObject({ front: 'hls', webrtc: true, hls: true });
  expect(are({ webrtc: 'flowing' })).toMatchObject({ front: 'webrtc', hls: false });
  expect(swaps).toEqual(['0 hls', '0 webrtc']);
});

test('where HLS stands still, WebRTC need not prove anything', () => {
  const { are, pass } = make();
  are({ webrtc: 'flowing' });
  are({ webrtc: 'stalled', hls: 'ready' });
  pass(600);
  are({ hls: 'loading' });
  expect(are({ webrtc: 'flowing' })).toMatchObject({ front: 'webrtc' });
});
