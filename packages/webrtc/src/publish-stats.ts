import type { CounterRates } from './counter-rates.ts';
import { findSelectedPair, readNumber, readText, type StatsEntry, toMs } from './stats-entry.ts';

/** Why a browser sends less than it was asked for. */
export type Limitation = 'none' | 'cpu' | 'bandwidth' | 'other';

/** One simulcast layer as it is sent. */
export type LayerStats = {
  /** Null where one layer goes out without simulcast. */
  readonly rid: string | null;
  /** False when the browser sends nothing on this layer now. */
  readonly active: boolean;
  /** True when the layer is switched off, by {@link WhipSession.setActiveLayers}. */
  readonly resting: boolean;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerS: number | null;
  readonly bitsPerS: number | null;
  /** What the encoder aims at. */
  readonly targetBitsPerS: number | null;
  readonly limitedBy: Limitation | null;
  /** The encoder's name, such as OpenH264. */
  readonly encoder: string | null;
  /** Key frames since the session began. */
  readonly keyFrames: number | null;
};

/** How publishing goes. Rates are means since the last reading; null means not known (yet). */
export type PublishStats = {
  /** When it was read, in ms of the environment's clock. */
  readonly atMs: number;
  readonly roundTripMs: number | null;
  /** What the browser believes that the network would carry. */
  readonly availableBitsPerS: number | null;
  /** All layers and the audio together. */
  readonly bitsPerS: number | null;
  /** Part of the packets that the server lately missed, 0 to 1, the worst of audio and layers. */
  readonly packetLossRatio: number | null;
  /** What the source gives to the encoder. */
  readonly sourceFramesPerS: number | null;
  /** The worst of the layers that are sent. */
  readonly limitedBy: Limitation | null;
  /** In the order of the encodings. Empty when no video is published. */
  readonly layers: readonly LayerStats[];
  /** Null when no audio is published. */
  readonly audio: { readonly bitsPerS: number | null } | null;
};

/** Reads a report of a sending connection; `rates` carries what it needs from one reading to the next. */
export function readPublishStats(
  entries: readonly StatsEntry[],
  atMs: number,
  rates: CounterRates,
): PublishStats {
  const sent = entries.filter(({ type }) => type === 'outbound-rtp');
  const layers = sent
    .filter((entry) => entry['kind'] === 'video')
    .sort((a, b) => (readNumber(a, 'encodingIndex') ?? 0) - (readNumber(b, 'encodingIndex') ?? 0))
    .map((entry) => readLayer(entry, rates));
  const audio = sent.find((entry) => entry['kind'] === 'audio');
  const audioBitsPerS = audio === undefined ? null : bitsPerS(audio, rates);
  const pair = findSelectedPair(entries);
  const source = entries.find(({ type, kind }) => type === 'media-source' && kind === 'video');
  const heard = entries.filter(({ type }) => type === 'remote-inbound-rtp');

  return {
    atMs,
    roundTripMs: toMs(readNumber(pair, 'currentRoundTripTime')),
    availableBitsPerS: readNumber(pair, 'availableOutgoingBitrate'),
    bitsPerS: sum([audioBitsPerS, ...layers.map((layer) => layer.bitsPerS)]),
    packetLossRatio: highest(heard.map((entry) => readNumber(entry, 'fractionLost'))),
    sourceFramesPerS: readNumber(source, 'framesPerSecond'),
    limitedBy: worstLimitation(layers),
    layers,
    audio: audio === undefined ? null : { bitsPerS: audioBitsPerS },
  };
}

function readLayer(entry: StatsEntry, rates: CounterRates): LayerStats {
  const framesPerS = readNumber(entry, 'framesPerSecond');
  return {
    rid: readText(entry, 'rid'),
    resting: entry['active'] === false,
    active: entry['active'] !== false && framesPerS !== null && framesPerS > 0,
    width: readNumber(entry, 'frameWidth'),
    height: readNumber(entry, 'frameHeight'),
    framesPerS,
    bitsPerS: bitsPerS(entry, rates),
    targetBitsPerS: readNumber(entry, 'targetBitrate'),
    limitedBy: readLimitation(entry),
    encoder: readText(entry, 'encoderImplementation'),
    keyFrames: readNumber(entry, 'keyFramesEncoded'),
  };
}

function bitsPerS(entry: StatsEntry, rates: CounterRates): number | null {
  const perS = rates.perS(`${entry.id} bytesSent`, readNumber(entry, 'bytesSent'), entry.timestamp);
  return perS === null ? null : perS * 8;
}

/** From harmless to serious. */
const limitations: readonly Limitation[] = ['none', 'other', 'bandwidth', 'cpu'];

function readLimitation(entry: StatsEntry): Limitation | null {
  return limitations.find((limitation) => limitation === entry['qualityLimitationReason']) ?? null;
}

function worstLimitation(layers: readonly LayerStats[]): Limitation | null {
  const present = new Set(layers.map(({ limitedBy }) => limitedBy));
  return limitations.findLast((limitation) => present.has(limitation)) ?? null;
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
