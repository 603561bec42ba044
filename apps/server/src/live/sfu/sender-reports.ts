import { fromNtp } from '@tallylight/protocol/rtp';
import type { types } from 'mediasoup';
import { systemClock } from '../clock.ts';
import type { SenderReport } from '../sfu.ts';

type Listener = (report: SenderReport) => void;

/**
 * What a publisher says of its streams' clocks. mediasoup writes sender reports of its own to consumers, by its own
 * clock; these are the publisher's. Some report every five seconds only: the last of each stream is kept for who comes
 * in between.
 */
export class SenderReports {
  readonly #last = new Map<string, SenderReport>();
  readonly #listeners = new Set<Listener>();

  /** Hears what comes with a producer, instead of the one of its kind before. */
  follow(producer: types.Producer): void {
    const { kind } = producer;
    for (const [key, report] of this.#last) if (report.kind === kind) this.#last.delete(key);
    producer.on('trace', ({ type, info }) => {
      if (type !== 'sr') return;
      const layer = producer.score.find(({ ssrc }) => ssrc === Number(info['ssrc']))?.encodingIdx;
      if (layer === undefined) return;
      const ntp = (BigInt(Number(info['ntpSec'])) << 32n) | BigInt(Number(info['ntpFrac']));
      const report: SenderReport = {
        ...{ kind, layer, ntpMs: fromNtp(ntp), rtpTimestamp: Number(info['rtpTs']) },
        arrivedMs: systemClock.now(),
      };
      this.#last.set(`${kind} ${layer}`, report);
      for (const listener of this.#listeners) listener(report);
    });
  }

  /** Tells those that are known, and those that come until what is returned is called. */
  listen(listener: Listener): () => void {
    for (const report of this.#last.values()) listener(report);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
