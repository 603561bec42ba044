import { expect, test } from 'vitest';
import { HandOver } from './hand-over.ts';
import { FakeWatchSession } from './testing/fake-watch-session.ts';

function make() {
  const screen: string[] = [];
  const handOver = new HandOver({
    show: (tracks) => screen.push(tracks.map(({ kind }) => kind).join('+')),
    clear: () => screen.push('nothing'),
  });
  return { screen, handOver };
}

function granted(...kinds: ('audio' | 'video')[]): FakeWatchSession {
  const session = new FakeWatchSession();
  session.grant(...kinds);
  return session;
}

test('an empty screen takes a session before its first frame, its sound with that', () => {
  const { screen, handOver } = make();
  const session = granted('audio', 'video');
  handOver.granted(session);
  expect(screen).toEqual(['video']);
  handOver.flowing(session);
  expect(screen).toEqual(['video', 'audio+video']);
  handOver.flowing(session);
  expect(screen).toHaveLength(2);
  expect(handOver.shown).toBe(session);
});

test('sound alone waits for no picture', () => {
  const { screen, handOver } = make();
  handOver.granted(granted('audio'));
  expect(screen).toEqual(['audio']);
});

test('a picture stays until the next session has one, and only then its session is closed', () => {
  const { screen, handOver } = make();
  const first = granted('video');
  const second = granted('audio', 'video');
  handOver.granted(first);
  handOver.flowing(first);
  handOver.lost(first);
  expect(first.closed).toBe(false);
  const before = screen.length;
  handOver.granted(second);
  expect(screen).toHaveLength(before);
  handOver.flowing(second);
  expect(screen.at(-1)).toBe('audio+video');
  expect(first.closed).toBe(true);
  expect(second.closed).toBe(false);
});

test('a session that is lost without a picture leaves the screen empty', () => {
  const { screen, handOver } = make();
  const session = granted('video');
  handOver.granted(session);
  handOver.lost(session);
  expect(screen).toEqual(['video', 'nothing']);
  expect(session.closed).toBe(true);
  expect(handOver.shown).toBeNull();
});

test('a session that is lost behind a picture is closed, and the picture stays', () => {
  const { screen, handOver } = make();
  const first = granted('video');
  const second = granted('video');
  handOver.granted(first);
  handOver.flowing(first);
  handOver.lost(first);
  handOver.granted(second);
  handOver.lost(second);
  expect(second.closed).toBe(true);
  expect(first.closed).toBe(false);
  expect(new Set(screen)).toEqual(new Set(['video']));
});

test('clearing closes what was shown', () => {
  const { screen, handOver } = make();
  const session = granted('video');
  handOver.granted(session);
  handOver.flowing(session);
  handOver.clear();
  expect(session.closed).toBe(true);
  expect(screen.at(-1)).toBe('nothing');
});
