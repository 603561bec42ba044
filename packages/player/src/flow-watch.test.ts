import { ManualTime } from '@tallylight/webrtc/testing';
import { expect, test, vi } from 'vitest';
import { FlowWatch } from './flow-watch.ts';

function make() {
  const time = new ManualTime();
  const events: string[] = [];
  let frames = 0;
  let audioPackets = 0;
  let away = false;
  const flow = new FlowWatch({
    environment: time,
    flowing: () => events.push('flowing'),
    counted: () => {},
    late: () => events.push('late'),
    stalled: () => {},
    frozen: () => events.push('frozen'),
    starved: () => events.push('starved'),
    isAway: () => away,
  });
  return {
    time,
    flow,
    events,
    probe: async () => ({ frames, audioPackets }),
    probeSound: async () => ({ frames: null, audioPackets }),
    /** The publisher goes away for a while, or is back. */
    setAway: (is: boolean) => {
      away = is;
    },
    /** Another publisher's stream takes the place: its counters begin anew. */
    restart: () => {
      frames = 0;
      audioPackets = 0;
    },
    /** Receives a packet of audio every 20 ms for so long. */
    hear: async (forMs: number) => {
      for (let passedMs = 0; passedMs < forMs; passedMs += 20) {
        audioPackets += 1;
        await time.advance(20);
      }
    },
    /** Decodes a frame every 40 ms for so long. */
    decode: async (forMs: number) => {
      for (let passedMs = 0; passedMs < forMs; passedMs += 40) {
        frames += 1;
        await time.advance(40);
      }
    },
  };
}

test('the first frame that is decoded is flowing', async () => {
  const { time, flow, events, probe, decode } = make();
  flow.watch(probe);
  await time.advance(1_000);
  expect(events).toEqual([]);
  await decode(80);
  expect(events).toEqual(['flowing']);
  expect(flow.isFlowing).toBe(true);
  flow.stop();
  expect(time.armed).toBe(0);
});

test('a frame that is late is told of once, before it is a stall; what is only counted is never late', async () => {
  const { time, flow, events, probe, decode } = make();
  flow.watch(probe);
  await decode(1_000);
  for (let shown = 0; shown < 30; shown += 1) {
    flow.frameShown();
    await time.advance(33);
  }
  expect(events).toEqual(['flowing']);
  await time.advance(166);
  expect(events).toEqual(['flowing']);
  await time.advance(2);
  expect(events).toEqual(['flowing', 'late']);
  await time.advance(190);
  expect([events, flow.isStalled]).toEqual([['flowing', 'late'], false]);
  flow.frameShown();
  // How far apart frames usually are has grown by then.
  await time.advance(240);
  expect(events).toEqual(['flowing', 'late', 'late']);
  flow.stop();
});

test('a frame that is shown needs no counting', async () => {
  const { flow, events, time } = make();
  let counted = 0;
  flow.watch(async () => {
    counted += 1;
    return { frames: 0, audioPackets: 0 };
  });
  flow.frameShown();
  expect(events).toEqual(['flowing']);
  for (let frame = 0; frame < 50; frame += 1) {
    await time.advance(40);
    flow.frameShown();
  }
  expect(events).toEqual(['flowing']);
  expect(counted).toBe(0);
  flow.stop();
});

test('frames that stay away for 1.5 s are an interruption, and flow again by themselves', async () => {
  const { flow, events, probe, decode, time } = make();
  flow.watch(probe);
  await decode(2_000);
  await time.advance(1_200);
  expect(events).toEqual(['flowing']);
  await time.advance(800);
  expect(events).toEqual(['flowing', 'frozen']);
  expect(flow.isFlowing).toBe(false);
  expect(flow.flowingForMs).toBe(0);
  await decode(400);
  expect(flow.flowingForMs).toBeGreaterThan(100);
  expect(flow.flowingForMs).toBeLessThan(500);
  expect(events).toEqual(['flowing', 'frozen', 'flowing']);
  flow.stop();
});

test('a picture that was shown until it stopped has stalled 400 ms later, though its frames were never counted', async () => {
  const { time, flow, probe, decode } = make();
  flow.watch(probe);
  for (let shown = 0; shown < 30; shown += 1) {
    flow.frameShown();
    await decode(40);
  }
  flow.frameShown();
  await time.advance(399);
  expect(flow.isStalled).toBe(false);
  await time.advance(2);
  expect(flow.isStalled).toBe(true);
  flow.stop();
});

test('a page that is hidden, whose timers are late, has not stalled', async () => {
  const { time, flow, events, probe, decode } = make();
  const { timers } = time;
  const stalls: boolean[] = [];
  flow.watch(probe);
  flow.frameShown();
  const { setTimeout } = timers;
  vi.spyOn(timers, 'setTimeout').mockImplementation((run, ms) =>
    setTimeout(run, Math.max(1_000, ms)),
  );
  for (let look = 0; look < 10; look += 1) {
    await decode(1_000);
    stalls.push(flow.isStalled);
  }
  expect(stalls).not.toContain(true);
  expect(events.filter((event) => event !== 'late')).toEqual(['flowing']);
  flow.stop();
});

test('a page that is hidden shows no frames, and is not frozen while they are decoded', async () => {
  const { flow, events, probe, decode } = make();
  flow.watch(probe);
  flow.frameShown();
  await decode(10_000);
  // The last that was shown before is not told from one that is late.
  expect(events).toEqual(['flowing', 'late']);
  flow.stop();
});

test('a session that never brings anything is starved after 5 s, once', async () => {
  const { flow, events, probe, time } = make();
  flow.watch(probe);
  await time.advance(4_900);
  expect(events).toEqual([]);
  await time.advance(20_000);
  expect(events).toEqual(['starved']);
  expect(time.armed).toBe(0);
});

test('one that brought something is starved 5 s after its last', async () => {
  const { flow, events, probe, decode, time } = make();
  flow.watch(probe);
  await decode(10_000);
  await time.advance(4_500);
  expect(events).toEqual(['flowing', 'frozen']);
  await time.advance(1_000);
  expect(events).toEqual(['flowing', 'frozen', 'starved']);
});

test('when the session goes, the freeze is still told in its time', async () => {
  const { flow, events, probe, decode, time } = make();
  flow.watch(probe);
  await decode(1_000);
  flow.unwatch();
  await time.advance(1_200);
  expect(events).toEqual(['flowing']);
  await time.advance(800);
  expect(events).toEqual(['flowing', 'frozen']);
  expect(time.armed).toBe(0);
});

test('a session that takes over in time leaves no interruption, and tells of its own first frame', async () => {
  const { flow, events, probe, decode, time } = make();
  flow.watch(probe);
  await decode(1_000);
  flow.unwatch();
  await time.advance(600);
  let other = 0;
  flow.watch(async () => ({ frames: other, audioPackets: 0 }));
  await time.advance(200);
  other = 1;
  await time.advance(100);
  expect(events).toEqual(['flowing', 'flowing']);
  flow.stop();
});

test('statistics that can not be read are no progress and no end', async () => {
  const { flow, events, time } = make();
  let works = false;
  flow.watch(async () => {
    if (!works) throw new Error('closed');
    return { frames: 3, audioPackets: 0 };
  });
  await time.advance(500);
  works = true;
  await time.advance(100);
  expect(events).toEqual(['flowing']);
  flow.stop();
});

test('sound alone flows with its packets, and is interrupted without them', async () => {
  const { flow, events, probeSound, hear, time } = make();
  flow.watch(probeSound);
  await hear(100);
  expect(events).toEqual(['flowing']);
  await hear(5_000);
  await time.advance(2_000);
  expect(events).toEqual(['flowing', 'frozen']);
  flow.stop();
});

test('sound stands for a picture that does not come', async () => {
  const { flow, events, probe, hear } = make();
  flow.watch(probe);
  await hear(1_400);
  expect(events).toEqual([]);
  await hear(10_000);
  expect(events).toEqual(['flowing']);
  flow.stop();
});

test('a picture that stops is an interruption, but not the end of a session that sounds', async () => {
  const { flow, events, probe, decode, hear } = make();
  flow.watch(probe);
  await decode(1_000);
  await hear(20_000);
  expect(events).toEqual(['flowing', 'frozen']);
  flow.stop();
});

test('a session whose publisher is away is not starved, and flows with the next one', async () => {
  const { flow, events, time, probe, decode, setAway, restart } = make();
  flow.watch(probe);
  await decode(2_000);
  setAway(true);
  await time.advance(30_000);
  expect(events).toEqual(['flowing', 'frozen']);
  setAway(false);
  restart();
  await decode(400);
  expect(events).toEqual(['flowing', 'frozen', 'flowing']);
  flow.stop();
});

test('one whose publisher is back and brings nothing is starved', async () => {
  const { flow, events, time, probe, decode, setAway } = make();
  flow.watch(probe);
  await decode(400);
  setAway(true);
  await time.advance(30_000);
  setAway(false);
  await time.advance(5_500);
  expect(events).toEqual(['flowing', 'frozen', 'starved']);
  flow.stop();
});
