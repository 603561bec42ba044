import type { ChannelDetails } from '@tallylight/contract';
import { createContext, useContext } from 'react';
import type { Capture } from '../capture/capture.ts';
import type { Devices } from '../capture/devices.ts';
import type { LevelMeter } from '../capture/level-meter.ts';
import type { DetailsEditor } from '../details/details-editor.ts';
import type { BroadcastMemory } from '../publish/broadcast-memory.ts';
import type { Publisher } from '../publish/publisher.ts';
import type { StudioFeed } from '../publish/studio-feed.ts';
import type { StudioStore } from '../store.ts';
import type { StreamKeys } from '../stream-keys.ts';

/** Which studio, and by what right. */
export type StudioAccess = { readonly channel: string; readonly key: string };

/** What the server told at the door. */
export type StudioFacts = {
  /** How long the server waits for a publisher who was lost, in ms. */
  readonly graceMs: number;
  readonly details: ChannelDetails;
};

/** The engines of one visit to the studio. */
export type StudioEngines = {
  readonly capture: Capture;
  readonly devices: Devices;
  readonly levelMeter: LevelMeter;
  readonly publisher: Publisher;
  readonly feed: StudioFeed;
  readonly details: DetailsEditor;
};

/** What the studio is given from outside. */
export type StudioServices = {
  readonly createEngines: (access: StudioAccess, facts: StudioFacts) => StudioEngines;
  readonly store: StudioStore;
  readonly streamKeys: StreamKeys;
  readonly broadcastMemory: BroadcastMemory;
  /** True when the page stands where it stood before, loaded anew. */
  readonly isReload: () => boolean;
  /** True when devices open without a question. */
  readonly isCaptureGranted: () => Promise<boolean>;
  /** False where the browser can't send live media at all. */
  readonly canPublish: boolean;
  /** Measures this machine's clock against the server's; returns what ends it. */
  readonly runClock: () => () => void;
  /** The server's clock as well as it is known, in ms since 1970. */
  readonly serverNowMs: () => number;
};

export const StudioContext = createContext<StudioServices | null>(null);

export function useStudioServices(): StudioServices {
  const services = useContext(StudioContext);
  if (services === null) throw new Error('useStudioServices() needs <Providers> above it');
  return services;
}
