import { Broadcasts } from '../broadcasts.ts';
import { FakeClock } from '../fake-clock.ts';
import { FakeSfu, type FakeSink, type FakeSource } from '../sfu/fake-sfu.ts';
import { fixtureOffer, playerOffer, publishOptions, watchOptions } from '../sfu/sfu-contract.ts';

const offer = fixtureOffer('chromium-156-simulcast.whip.sdp');
const viewerOffer = playerOffer('chromium-156-medooze.whep.sdp');

/** A hub on an SFU without media, with one channel `live`. */
export function hub() {
  const clock = new FakeClock();
  const sfu = new FakeSfu();
  const states: string[] = [];
  const broadcasts = new Broadcasts({
    sfu,
    clock,
    graceMs: 60_000,
    viewersPerAddress: 4,
    onState: (_broadcast, { name }) => states.push(name),
  });
  const publish = async (takeover = false): Promise<FakeSource> =>
    (await broadcasts
      .forPublisher('live')
      .publish({ ...publishOptions(offer), takeover })) as FakeSource;
  /** Publishes and sends. */
  const goLive = async (takeover = false): Promise<FakeSource> => {
    const source = await publish(takeover);
    source.connect();
    source.sendMedia();
    await settled();
    return source;
  };
  const watch = async (source: FakeSource, viewer: string | null = null): Promise<FakeSink> =>
    (await broadcasts
      .forViewer('live')
      .watch({ ...watchOptions(source, viewerOffer), viewer })) as FakeSink;
  return { clock, sfu, states, broadcasts, publish, goLive, watch };
}

/** Lets everything happen that waits for nothing but promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
