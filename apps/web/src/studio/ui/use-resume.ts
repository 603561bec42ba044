import { useEffect, useState } from 'react';
import { type OpenCapture, onlySource } from '../capture/capture-state.ts';
import type { RememberedBroadcast } from '../publish/broadcast-memory.ts';
import type { PublisherState } from '../publish/publisher-state.ts';
import { useStudioServices } from './studio-services.ts';
import type { Studio } from './use-studio.ts';

/** The channel, and how long the server waits for its publisher. */
type Place = { readonly channel: string; readonly graceMs: number };

/**
 * Brings a broadcast back that this tab had on air when its page went away. A page that was reloaded goes back
 * by itself; any other, a copied tab say, offers it.
 *
 * @returns what goes back on air; null where there is nothing to go back to
 */
export function useResume(
  place: Place,
  studio: Pick<Studio, 'engines' | 'capture' | 'publisher' | 'openDevices' | 'takeOver'>,
): (() => void) | null {
  const { channel } = place;
  const { publisher } = studio;
  const { capture } = studio.engines;
  const { broadcastMemory, isReload } = useStudioServices();
  const [found, setFound] = useState(() => broadcastMemory.recall(channel));

  const resume = async (broadcast: RememberedBroadcast): Promise<void> => {
    setFound(null);
    await studio.openDevices(onlySource(broadcast));
    if (broadcast.camera === false) capture.setOn('camera', false);
    if (broadcast.microphone === false) capture.setOn('microphone', false);
    // The person may have been asked for the devices, and the server may have given up meanwhile.
    if (broadcastMemory.recall(channel) !== null) await studio.takeOver();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (found !== null && isReload()) void resume(found);
  }, []);

  useRemembered(place, studio.capture.name === 'open' ? studio.capture : null, publisher);
  return found === null || publisher.name !== 'idle' ? null : () => void resume(found);
}

/** Keeps what is on air for the page that comes after this one. */
function useRemembered(
  { channel, graceMs }: Place,
  capture: OpenCapture | null,
  publisher: PublisherState,
): void {
  const { broadcastMemory } = useStudioServices();
  const isOnAir = publisher.name === 'on-air' || publisher.name === 'reconnecting';
  const hasEnded = publisher.name === 'ended';
  const camera = capture?.camera?.on ?? null;
  const microphone = capture?.microphone?.on ?? null;

  useEffect(() => {
    if (hasEnded) broadcastMemory.forget(channel);
    if (!isOnAir) return undefined;
    // The age counts from the moment the page goes; a page that crashes had its last chance here.
    const keep = (): void => broadcastMemory.keep(channel, { camera, microphone }, graceMs);
    keep();
    window.addEventListener('pagehide', keep);
    return () => window.removeEventListener('pagehide', keep);
  }, [broadcastMemory, channel, graceMs, isOnAir, hasEnded, camera, microphone]);
}
