import { type Ladder, type LayerFormat, planLadder } from './ladder.ts';
import type { PeriodTrack } from './period.ts';

/** Ticks a second of each kind of track. */
export const timescales = { audio: 48_000, video: 90_000 } as const;

/** A layer as it flows now. */
export type FlowingLayer = Omit<LayerFormat, 'isCopyable'> & {
  /** Whether it has a key frame when it is asked for one. */
  readonly givesKeyFrames: boolean;
};

/** What a period is made of. */
export type Plan = Ladder & {
  readonly hasAudio: boolean;
  /** Where segments begin: at the publisher's key frames, at those that an encoder makes, or, without pictures, anywhere. */
  readonly cutsBy: 'layer' | 'encoder' | 'audio';
  /** Plans with the same key need the same period. */
  readonly key: string;
  /** Plans with the same key need the same ladder encoder; empty where none is needed. */
  readonly encoderKey: string;
};

/** Plans a period from the layers that flow. */
export function makePlan(
  layers: readonly FlowingLayer[],
  options: Parameters<typeof planLadder>[1] & { readonly hasAudio: boolean },
): Plan {
  const { hasAudio } = options;
  const ladder = planLadder(
    layers.map(({ givesKeyFrames, ...layer }) => ({
      ...layer,
      isCopyable: givesKeyFrames && layer.format.codec === 'avc1',
    })),
    options,
  );
  const { best, copied, transcoded } = ladder;
  const leading = layers.find(({ origin }) => origin === best?.origin);
  const cutsBy = leading === undefined ? 'audio' : leading.givesKeyFrames ? 'layer' : 'encoder';
  const lead = `${best?.origin ?? 'none'} ${cutsBy}`;
  const encoderKey = transcoded.length === 0 ? '' : `${lead} ${JSON.stringify(transcoded)}`;
  const key = JSON.stringify([
    copied.map(({ id, origin }) => [id, origin]),
    lead,
    encoderKey,
    hasAudio,
  ]);
  return { ...ladder, hasAudio, cutsBy, key, encoderKey };
}

/** The tracks of a plan: pictures from the highest down, then sound. */
export function planTracks(
  { copied, transcoded, hasAudio }: Plan,
  origins: {
    /** Of an encoder's output. */
    readonly rung: (id: string) => string;
    readonly audio: string;
  },
): PeriodTrack[] {
  const video = { kind: 'video', timescale: timescales.video } as const;
  const audio = { kind: 'audio', timescale: timescales.audio } as const;
  return [
    ...copied.map(({ id, origin }) => ({ id, ...video, origin })),
    ...transcoded.map(({ id }) => ({ id, ...video, origin: origins.rung(id) })),
    ...(hasAudio ? [{ id: 'audio', ...audio, origin: origins.audio }] : []),
  ];
}
