import type { BroadcastView } from '@tallylight/contract';
import { type Problem, SessionError, type SessionState } from '@tallylight/webrtc';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StateCell } from '../../state-cell.ts';
import { FakeTrack } from '../capture/fake-track.ts';
import { fakeStats } from './fake-stats.ts';
import { globalTimers } from './fake-timers.ts';
import type { PublishSession, PublishSessionOptions, PublishTracks } from './publish-session.ts';
import { Publisher } from './publisher.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A session that does what the test says. */
class FakeSession implements PublishSession {
  readonly #state = new StateCell<SessionState>({ name: 'new' });
  readonly getState = this.#state.get;
  readonly subscribe = this.#state.subscribe;
  readonly sent: PublishTracks;
  readonly encodings: readonly RTCRtpEncodingParameters[];
  readonly takeover: boolean;
  readonly replaced: string[] = [];
  /** The layers that were asked for, one after the other. */
  readonly active: (readonly string[] | null)[] = [];
  /** What the server says of its end. */
  ending: Problem | null = null;
  readonly #fails: SessionError | null;

  constructor(options: PublishSessionOptions & { fails: SessionError | null }) {
    this.sent = options.tracks;
    this.encodings = options.encodings;
    this.takeover = options.takeover;
    this.#fails = options.fails;
  }

  readonly start = async (): Promise<void> => {
    await Promise.resolve();
    if (this.#fails) {
      this.#state.set({ name: 'failed', error: this.#fails });
      throw this.#fails;
    }
    if (this.#state.get().name === 'new') this.#state.set({ name: 'connected' });
  };

  readonly close = async (): Promise<void> => {
    if (this.#state.get().name !== 'failed') this.#state.set({ name: 'closed' });
  };

  readonly replaceTrack = async (kind: string, track: MediaStreamTrack | null): Promise<void> => {
    this.replaced.push(`${kind}: ${track?.label}`);
  };

  readonly setActiveLayers = async (rids: readonly string[] | null): Promise<void> => {
    this.active.push(rids);
  };

  readonly readEnding = async (): Promise<Problem | null> => this.ending;

  readonly stats = async () => fakeStats({ bitsPerS: 2_000_000 });

  lose(error: SessionError = sessionError('lost')): void {
    this.#state.set({ name: 'failed', error });
  }
}

function sessionError(reason: SessionError['reason']): SessionError {
  // The class makes its instances itself; a test needs any of them.
  const error: SessionError = Object.create(SessionError.prototype);
  return Object.assign(error, { reason, message: reason, retryable: true });
}

class Stage {
  readonly sessions: FakeSession[] = [];
  /** How the next sessions fail; null is success. */
  readonly failures: Array<SessionError | null> = [];
  always: SessionError | null = null;
  broadcast: Partial<BroadcastView> | null = { state: 'live', startedAtMs: 995_000, viewers: 3 };
  readonly captureClock = { start: vi.fn(), stop: vi.fn() };
  readonly states: string[] = [];
  readonly tracks = {
    video: new FakeTrack('camera', 'cam').asTrack,
    audio: new FakeTrack('microphone', 'mic').asTrack,
  };
  readonly publisher = new Publisher({
    createSession: (options) => {
      const fails = this.failures.shift() ?? this.always;
      const session = new FakeSession({ ...options, fails });
      this.sessions.push(session);
      return session;
    },
    readBroadcast: async () => this.broadcast as BroadcastView | null,
    captureClock: this.captureClock,
    graceMs: 60_000,
    timers: globalTimers,
    nowMs: () => Date.now(),
    serverNowMs: () => Date.now(),
    random: () => 0.5,
  });

  constructor() {
    this.publisher.subscribe(() => {
      const state = this.publisher.getState();
      this.states.push(
        state.name === 'reconnecting' ? `reconnecting ${state.attempt}` : state.name,
      );
    });
  }

  get last(): FakeSession {
    const session = this.sessions.at(-1);
    if (!session) throw new Error('no session was made');
    return session;
  }

  async goOnAir(): Promise<void> {
    void this.publisher.goLive(this.tracks);
    await vi.advanceTimersByTimeAsync(0);
    expect(this.publisher.getState().name).toBe('on-air');
  }
}

test('is on air only when the server says that the channel is live', async () => {
  const stage = new Stage();
  stage.broadcast = { state: 'publishing', startedAtMs: null };
  void stage.publisher.goLive(stage.tracks);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stage.publisher.getState()).toEqual({ name: 'starting' });
  stage.broadcast = { state: 'live', startedAtMs: 999_000, viewers: 0 };
  await vi.advanceTimersByTimeAsync(300);
  expect(stage.publisher.getState()).toEqual({ name: 'on-air', startedAtMs: 999_000 });
});

test('sends the layers that fit the camera', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  expect(stage.last.encodings).toHaveLength(3);
  expect(stage.last.sent).toEqual(stage.tracks);
});

test('sound only has no layers', async () => {
  const stage = new Stage();
  void stage.publisher.goLive({ ...stage.tracks, video: null });
  await vi.advanceTimersByTimeAsync(0);
  expect(stage.last.encodings).toEqual([]);
});

test('a start that the server never confirms is given up, with the reason', async () => {
  const stage = new Stage();
  stage.broadcast = null;
  void stage.publisher.goLive(stage.tracks);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(stage.publisher.getState()).toMatchObject({
    name: 'idle',
    error: { reason: 'unconfirmed' },
  });
  expect(stage.last.getState().name).toBe('closed');
});

test.each([
  ['busy', 'busy'],
  ['unauthorized', 'key'],
  ['not-found', 'unknown-channel'],
  ['network', 'unreachable'],
  ['ice', 'no-path'],
  ['codec', 'codec'],
] as const)('a start that fails with %s says %s and does not try again', async (given, reason) => {
  const stage = new Stage();
  stage.always = sessionError(given);
  void stage.publisher.goLive(stage.tracks);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(stage.publisher.getState()).toMatchObject({ name: 'idle', error: { reason } });
  expect(stage.sessions).toHaveLength(1);
});

test('asks for the channel, and takes it over where it was told to, or was there before', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  expect(stage.last.takeover).toBe(false);
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(stage.sessions.map(({ takeover }) => takeover)).toEqual([false, true]);
  await stage.publisher.end();

  void stage.publisher.goLive(stage.tracks, { takeover: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(stage.last.takeover).toBe(true);
});

test.each([
  ['replaced', 'replaced'],
  ['bitrate_exceeded', 'bitrate'],
])('does not come back when the server ended it with %s', async (code, reason) => {
  const stage = new Stage();
  await stage.goOnAir();
  stage.last.ending = { type: 'about:blank', title: code, status: 410, code };
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(stage.states).toEqual(['starting', 'on-air', 'ended']);
  expect(stage.publisher.getState()).toMatchObject({ error: { reason } });
  expect(stage.sessions).toHaveLength(1);
});

test('does not push out who took over while it was offline', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  const [first] = stage.sessions;
  stage.failures.push(sessionError('network'));
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(500);
  expect(stage.sessions).toHaveLength(2);
  if (first) first.ending = { type: 'about:blank', title: '', status: 410, code: 'replaced' };
  await vi.advanceTimersByTimeAsync(6_000);
  expect(stage.publisher.getState()).toMatchObject({ error: { reason: 'replaced' } });
  expect(stage.sessions).toHaveLength(2);
});

test('sends the layers that are wanted, from the moment it is on air', async () => {
  const stage = new Stage();
  await stage.publisher.setWantedLayers(['0']);
  await stage.goOnAir();
  expect(stage.last.active).toEqual([['0']]);
  await stage.publisher.setWantedLayers(['0', '1']);
  expect(stage.last.active).toEqual([['0'], ['0', '1']]);
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(stage.last.active).toEqual([['0', '1']]);
});

test('comes back after a loss, and counts its tries', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  stage.failures.push(sessionError('network'), sessionError('busy'));
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(stage.states).toEqual([
    'starting',
    'on-air',
    'reconnecting 1',
    'reconnecting 2',
    'reconnecting 3',
    'on-air',
  ]);
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(0);
  expect(stage.publisher.getState()).toMatchObject({ name: 'reconnecting', attempt: 1 });
});

test('gives up when the server has stopped waiting, and tells the time on air without the loss', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  await vi.advanceTimersByTimeAsync(10_000);
  stage.always = sessionError('network');
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(stage.publisher.getState().name).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(8_000);
  expect(stage.publisher.getState()).toMatchObject({
    name: 'ended',
    error: { reason: 'lost' },
    summary: { lengthMs: 15_000, peakViewers: 3, meanBitsPerS: 2_000_000 },
  });
});

test('a key that was changed meanwhile ends it at once', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  stage.always = sessionError('unauthorized');
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stage.publisher.getState()).toMatchObject({ name: 'ended', error: { reason: 'key' } });
});

test('ends when its owner says so, with a summary', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  await vi.advanceTimersByTimeAsync(30_000);
  await stage.publisher.end();
  expect(stage.publisher.getState()).toMatchObject({
    name: 'ended',
    error: null,
    summary: { lengthMs: 35_000 },
  });
  expect(stage.last.getState().name).toBe('closed');
  expect(stage.captureClock.stop).toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(stage.sessions).toHaveLength(1);
});

test('an end during the way back stops the tries', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  stage.always = sessionError('network');
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(3_000);
  const count = stage.sessions.length;
  await stage.publisher.end();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(stage.publisher.getState().name).toBe('ended');
  expect(stage.sessions).toHaveLength(count);
});

test('a start can be given up, and a new one made at once', async () => {
  const stage = new Stage();
  stage.broadcast = null;
  void stage.publisher.goLive(stage.tracks);
  await vi.advanceTimersByTimeAsync(500);
  await stage.publisher.end();
  expect(stage.publisher.getState()).toEqual({ name: 'idle', error: null });
  stage.broadcast = { state: 'live', startedAtMs: 1, viewers: 0 };
  await stage.goOnAir();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(stage.publisher.getState().name).toBe('on-air');
});

test('a second start while one runs does nothing', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  await stage.publisher.goLive(stage.tracks);
  expect(stage.sessions).toHaveLength(1);
});

test('another camera goes into the same session, and into those that follow', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  const other = new FakeTrack('camera', 'cam-2').asTrack;
  await stage.publisher.replaceTrack('video', other);
  expect(stage.last.replaced).toEqual(['video: cam-2']);
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(stage.sessions).toHaveLength(2);
  expect(stage.last.sent.video).toBe(other);
});

test('a camera that is switched while the session connects is sent once it has', async () => {
  const stage = new Stage();
  void stage.publisher.goLive(stage.tracks);
  await stage.publisher.replaceTrack('video', new FakeTrack('camera', 'cam-2').asTrack);
  await vi.advanceTimersByTimeAsync(0);
  expect(stage.last.replaced).toEqual(['video: cam-2']);
});

test('tells the capture clock while it is connected', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  expect(stage.captureClock.start).toHaveBeenCalledTimes(1);
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(stage.captureClock.start).toHaveBeenCalledTimes(2);
});

test('health is read once a second, and kept when the connection is lost', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  await vi.advanceTimersByTimeAsync(1_000);
  stage.always = sessionError('network');
  stage.last.lose();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(stage.publisher.getHealth()).toMatchObject({ bitsPerS: 2_000_000, layersSent: 1 });
});

test('goes back to the beginning', async () => {
  const stage = new Stage();
  await stage.goOnAir();
  stage.publisher.reset();
  expect(stage.publisher.getState().name).toBe('on-air');
  await stage.publisher.end();
  stage.publisher.reset();
  expect(stage.publisher.getState()).toEqual({ name: 'idle', error: null });
});
