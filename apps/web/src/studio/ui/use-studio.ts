import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { CaptureSource } from '../capture/capture-error.ts';
import { type CaptureState, type OpenCapture, onlySource } from '../capture/capture-state.ts';
import type { PublishTracks } from '../publish/publish-session.ts';
import type { PublisherState } from '../publish/publisher-state.ts';
import {
  type StudioAccess,
  type StudioEngines,
  type StudioFacts,
  useStudioServices,
} from './studio-services.ts';
import { useResume } from './use-resume.ts';

export type Studio = {
  readonly engines: StudioEngines;
  readonly capture: CaptureState;
  readonly publisher: PublisherState;
  /** Opens the chosen devices; `only` leaves the other one out. */
  readonly openDevices: (only: CaptureSource | null) => Promise<void>;
  readonly goLive: () => Promise<void>;
  /** Goes live in the place of somebody who is. */
  readonly takeOver: () => Promise<void>;
  /** Goes back to a broadcast that this tab had on air; null where there is none. */
  readonly resume: (() => void) | null;
  /** Opens the devices that the last broadcast had, and goes live with them. */
  readonly goLiveAgain: () => Promise<void>;
  /** Opens them and waits. */
  readonly backToPreview: () => Promise<void>;
};

/** One visit to the studio: makes its engines, joins them, and lets everything go at the end. */
export function useStudio(access: StudioAccess, facts: StudioFacts): Studio {
  const services = useStudioServices();
  const { channel } = access;
  const { graceMs } = facts;
  const [engines] = useState(() => services.createEngines(access, facts));
  const capture = useSyncExternalStore(engines.capture.subscribe, engines.capture.getState);
  const publisher = useSyncExternalStore(engines.publisher.subscribe, engines.publisher.getState);
  const cameraId = useStore(services.store, (intent) => intent.cameraId);
  const microphoneId = useStore(services.store, (intent) => intent.microphoneId);
  const lastOnly = useRef<CaptureSource | null>(null);

  useLifetime(engines);
  useJoined({ engines, capture, publisher });

  const openDevices = (only: CaptureSource | null): Promise<void> => {
    lastOnly.current = only;
    return engines.capture.open({ cameraId, microphoneId }, only);
  };
  const publish = async (takeover: boolean): Promise<void> => {
    const state = engines.capture.getState();
    if (state.name !== 'open') return;
    lastOnly.current = onlySource(state);
    await engines.publisher.goLive(tracksOf(state), { takeover });
  };
  const goLive = (): Promise<void> => publish(false);
  const takeOver = (): Promise<void> => publish(true);
  const resume = useResume(
    { channel, graceMs },
    { engines, capture, publisher, openDevices, takeOver },
  );
  const backToPreview = (): Promise<void> => {
    engines.publisher.reset();
    return openDevices(lastOnly.current);
  };
  const goLiveAgain = async (): Promise<void> => {
    await backToPreview();
    await goLive();
  };
  return {
    engines,
    capture,
    publisher,
    openDevices,
    goLive,
    takeOver,
    resume,
    goLiveAgain,
    backToPreview,
  };
}

/** From the first picture to the last: nothing stays open behind a page that is gone. */
function useLifetime(engines: StudioEngines): void {
  const { isCaptureGranted, runClock, store } = useStudioServices();

  useEffect(() => {
    const stopClock = runClock();
    const stopDevices = engines.devices.start();
    engines.feed.start();
    let gone = false;
    isCaptureGranted().then((granted) => {
      // Without a question to the person the preview may start by itself.
      if (granted && !gone && engines.capture.getState().name === 'closed')
        return engines.capture.open(store.getState());
      return undefined;
    }, ignoreUnknown);
    return () => {
      gone = true;
      stopDevices();
      stopClock();
      engines.feed.stop();
      void engines.details.settle();
      void engines.publisher.end();
      engines.capture.close();
    };
  }, [engines, isCaptureGranted, runClock, store]);
}

/** A browser that does not tell its permissions is asked for the devices by the person's click. */
function ignoreUnknown(): void {}

/** What one engine does is what the next one is told. */
function useJoined(studio: Pick<Studio, 'engines' | 'capture' | 'publisher'>): void {
  const { engines, capture, publisher } = studio;
  const video = capture.name === 'open' ? (capture.camera?.track ?? null) : null;
  const audio = capture.name === 'open' ? (capture.microphone?.track ?? null) : null;
  const isOpen = capture.name === 'open';
  const hasEnded = publisher.name === 'ended';
  const isOnAir = publisher.name === 'on-air';
  const { feed } = engines;
  const wantedLayers = useSyncExternalStore(feed.subscribe, feed.getNews)?.wantedLayers ?? null;

  useEffect(() => {
    engines.publisher.setWantedLayers(wantedLayers).catch(ignoreUnknown);
  }, [engines, wantedLayers]);

  useEffect(() => {
    if (isOnAir || hasEnded) engines.details.passStart();
  }, [engines, isOnAir, hasEnded]);

  useEffect(() => {
    // Labels, and on some browsers ids, are told only once a device was allowed.
    if (isOpen) void engines.devices.refresh();
  }, [engines, isOpen]);

  useEffect(() => {
    // The session may end at this very moment; the next one takes the newest tracks by itself.
    if (isOpen) engines.publisher.replaceTrack('video', video).catch(ignoreUnknown);
  }, [engines, isOpen, video]);

  useEffect(() => {
    if (isOpen) engines.publisher.replaceTrack('audio', audio).catch(ignoreUnknown);
  }, [engines, isOpen, audio]);

  useEffect(() => {
    // The camera's light goes out with the broadcast.
    if (hasEnded) engines.capture.close();
  }, [engines, hasEnded]);
}

function tracksOf(capture: OpenCapture): PublishTracks {
  return { video: capture.camera?.track ?? null, audio: capture.microphone?.track ?? null };
}
