import { SessionError } from '@tallylight/webrtc';
import { expect, test } from 'vitest';
import { Doctor } from './doctor.ts';
import { PlaybackError } from './playback-error.ts';
import { stageOfPlayback, stageOfSilence, stagesOfError } from './trouble.ts';

test.each([
  ['the server can’t be reached', SessionError.unreachable('/whep/live', null), ['http']],
  ['no way over UDP', SessionError.noNetworkPath(['udp']), ['ice-udp']],
  ['no way over either', SessionError.noNetworkPath(['udp', 'tcp']), ['ice-udp', 'ice-tcp']],
  ['no way in time', SessionError.timedOut('connect', 6_000, ['tcp']), ['ice-tcp']],
  ['no secure channel', SessionError.noSecureChannel(), ['dtls']],
  ['no secure channel in time', SessionError.timedOut('secure', 6_000), ['dtls']],
  ['no answer in time', SessionError.timedOut('request', 6_000), ['http']],
  ['no WebRTC', SessionError.offerFailed(null), ['decode']],
  ['an answer that can’t be used', SessionError.answerUnusable('it is not SDP'), ['decode']],
  ['a session that its owner closed', SessionError.aborted('connect'), []],
])('%s', (_what, error, stages) => {
  expect(stagesOfError(error)).toEqual(stages);
});

test('a session that is connected and shows nothing is told by what came', () => {
  expect(stageOfSilence({ packets: 9, keyFrames: 1 }, { packets: 9 })).toBe('no-media');
  expect(stageOfSilence({ packets: 19, keyFrames: 0 }, { packets: 9 })).toBe('no-key-frame');
  expect(stageOfSilence({ packets: 19, keyFrames: 1 }, { packets: 9 })).toBe('decode');
});

test('over HTTP, what the server lacks is not the viewer’s trouble', () => {
  expect(stageOfPlayback(PlaybackError.network('The playlist', 500))).toBe('http');
  expect(stageOfPlayback(PlaybackError.media('it'))).toBe('decode');
  expect(stageOfPlayback(PlaybackError.stalled())).toBe('no-media');
  expect(stageOfPlayback(PlaybackError.packagerDown())).toBeNull();
});

test('each stage is reported once, counted each time, and the latest comes first', () => {
  let nowMs = 0;
  const reported: string[] = [];
  const doctor = new Doctor({ nowMs: () => nowMs, report: (stage) => reported.push(stage) });
  doctor.note('ice-udp', 'a');
  nowMs = 1_000;
  doctor.note('http', 'b');
  const before = doctor.get();
  nowMs = 2_000;
  doctor.note('ice-udp', 'c');
  expect(reported).toEqual(['ice-udp', 'http']);
  expect(doctor.get()).toEqual([
    { stage: 'ice-udp', atMs: 2_000, count: 2, detail: 'c' },
    { stage: 'http', atMs: 1_000, count: 1, detail: 'b' },
  ]);
  expect(doctor.get()).not.toBe(before);
  doctor.forget();
  expect(doctor.get()).toEqual([]);
  doctor.note('http', 'd');
  expect(reported).toEqual(['ice-udp', 'http', 'http']);
});
