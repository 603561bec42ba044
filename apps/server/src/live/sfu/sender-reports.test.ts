import { EventEmitter } from 'node:events';
import { toNtp } from '@tallylight/protocol/rtp';
import type { types } from 'mediasoup';
import { expect, test } from 'vitest';
import type { SenderReport } from '../sfu.ts';
import { SenderReports } from './sender-reports.ts';

/** What of mediasoup's producer counts here: its layers by SSRC, and what it traces. */
class Producer extends EventEmitter {
  readonly kind: 'audio' | 'video';
  readonly score: readonly { ssrc: number; encodingIdx: number; score: number }[];

  constructor(kind: 'audio' | 'video', ssrcs: readonly number[]) {
    super();
    this.kind = kind;
    this.score = ssrcs.map((ssrc, encodingIdx) => ({ ssrc, encodingIdx, score: 10 }));
  }

  get asProducer(): types.Producer {
    return this as unknown as types.Producer;
  }

  report(ssrc: number, ntpMs: number, rtpTs: number): void {
    const ntp = toNtp(ntpMs);
    const info = { ssrc, ntpSec: Number(ntp >> 32n), ntpFrac: Number(ntp & 0xffffffffn), rtpTs };
    this.emit('trace', { type: 'sr', info });
  }
}

const words = ({ kind, layer, ntpMs, rtpTimestamp }: SenderReport) =>
  `${kind} ${layer}: ${rtpTimestamp} at ${Math.round(ntpMs)}`;

test('who comes later is told the last report of each stream, and then each that comes', () => {
  const reports = new SenderReports();
  const audio = new Producer('audio', [1]);
  const video = new Producer('video', [11, 12]);
  for (const producer of [audio, video]) reports.follow(producer.asProducer);
  audio.report(1, 1_000, 48_000);
  audio.report(1, 2_000, 96_000);
  video.report(12, 2_000, 7);
  const heard: string[] = [];
  const stop = reports.listen((report) => heard.push(words(report)));
  expect(heard).toEqual(['audio 0: 96000 at 2000', 'video 1: 7 at 2000']);
  video.report(11, 3_000, 8);
  // Of no stream that is known.
  video.report(99, 3_000, 9);
  stop();
  video.report(11, 4_000, 10);
  expect(heard.slice(2)).toEqual(['video 0: 8 at 3000']);
});

test('a producer that is made anew has other layers: what was told of them is forgotten', () => {
  const reports = new SenderReports();
  const [before, after] = [new Producer('video', [11, 12]), new Producer('video', [12, 11])];
  reports.follow(before.asProducer);
  before.report(11, 1_000, 5);
  reports.follow(after.asProducer);
  const heard: string[] = [];
  reports.listen((report) => heard.push(words(report)));
  after.report(11, 2_000, 6);
  expect(heard).toEqual(['video 1: 6 at 2000']);
});
