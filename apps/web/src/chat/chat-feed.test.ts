import type { ChatMessage } from '@tallylight/contract';
import { ManualTime } from '@tallylight/webrtc/testing';
import { expect, onTestFinished, test } from 'vitest';
import { StateCell } from '../state-cell.ts';
import type { ChatState } from './chat-client.ts';
import { ChatFeed, type WatchedMoment } from './chat-feed.ts';
import { emptyLog } from './message-log.ts';
import { someMessage } from './some-message.ts';

function watch() {
  const time = new ManualTime();
  const state = new StateCell<ChatState>({
    ...{ name: 'joined', refusal: null, me: null, log: emptyLog, outbox: [] },
  });
  let laterMs = 0;
  let moment: WatchedMoment = { positionMs: time.nowMs() - 4_000, isBehind: false };
  const feed = new ChatFeed({
    client: { getState: state.get, subscribe: state.subscribe },
    moment: () => moment,
    nowMs: () => time.nowMs() + laterMs,
    timers: time.timers,
  });
  feed.start();
  onTestFinished(() => feed.stop());
  return {
    feed,
    time,
    say: (...messages: ChatMessage[]) => {
      const { log } = state.get();
      const now = messages.map((message) => ({ ...message, atMs: time.nowMs() }));
      state.set({ ...state.get(), log: { ...log, messages: [...log.messages, ...now] } });
    },
    /** The server's clock goes on by so much at once, in ms. */
    pass: (ms: number) => {
      laterMs += ms;
    },
    see: (positionMs: number | null, isBehind = false) => {
      moment = { positionMs, isBehind };
    },
    shown: () => feed.getView().shown.map(({ seq }) => seq),
  };
}

test('a message waits for the picture, and is shown within a frame of it', async () => {
  const { feed, time, say, see, shown } = watch();
  const nowMs = time.nowMs();
  say(someMessage(1, { mediaAtMs: nowMs - 5_000 }), someMessage(2, { mediaAtMs: nowMs - 1_000 }));
  expect(shown()).toEqual([1]);
  expect(feed.getView().held).toBe(1);
  see(nowMs - 1_001);
  await time.advance(40);
  expect(shown()).toEqual([1]);
  see(nowMs - 1_000);
  await time.advance(33);
  expect(shown()).toEqual([1, 2]);
  expect(feed.getView().held).toBe(0);
});

test('who goes back is taken back, and who is live again has all', async () => {
  const { time, say, see, pass, shown } = watch();
  const nowMs = time.nowMs();
  see(nowMs);
  say(someMessage(1, { mediaAtMs: nowMs - 60_000 }), someMessage(2, { mediaAtMs: nowMs - 1_000 }));
  expect(shown()).toEqual([1, 2]);
  see(nowMs - 50_000, true);
  await time.advance(33);
  expect(shown()).toEqual([1]);
  // However long they stay.
  pass(60_000);
  await time.advance(33);
  expect(shown()).toEqual([1]);
  see(nowMs);
  await time.advance(33);
  expect(shown()).toEqual([1, 2]);
});

test('where the picture is gone nothing waits for it', async () => {
  const { time, say, see, shown } = watch();
  say(someMessage(1, { mediaAtMs: time.nowMs() }));
  expect(shown()).toEqual([]);
  see(null);
  await time.advance(33);
  expect(shown()).toEqual([1]);
});

test('what does not change is not told again', async () => {
  const { feed, time, say } = watch();
  let told = 0;
  feed.subscribe(() => {
    told += 1;
  });
  say(someMessage(1, { mediaAtMs: time.nowMs() }));
  await time.advance(1_000);
  expect(told).toBe(1);
});
