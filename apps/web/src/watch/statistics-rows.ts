import type { PlayerStatistics } from '@tallylight/player';
import { statisticsText } from '../text/watch-statistics.ts';

/** A line of the panel. */
export type StatisticsRow = {
  readonly name: string;
  /** With its unit; the word for it where it is not known. */
  readonly value: string;
};

export type LayerFacts = {
  /** Of what there is to choose from, in pixels, highest first. */
  readonly heights: readonly number[];
  /** The tallest that is wanted; null: the best there is. */
  readonly maxHeight: number | null;
};

const { names, units, unknown } = statisticsText;

/** What the panel shows and the report says, in their order. */
export function statisticsRows(
  statistics: PlayerStatistics,
  layer: LayerFacts,
): readonly StatisticsRow[] {
  const isHls = statistics.via === 'hls';
  const { width, height } = statistics;
  const rows: readonly (readonly [string, string | null] | null)[] = [
    [names.path, statisticsText.paths[statistics.path ?? statistics.via]],
    [names.latency, known(statistics.latencyMs, msText)],
    [names.picture, width === null || height === null ? null : units.size(width, height)],
    [names.layer, layerText(height, layer)],
    [names.bitrate, known(statistics.bitsPerS, bitrateText)],
    isHls ? [names.line, known(statistics.lineBitsPerS, bitrateText)] : null,
    [names.frames, known(statistics.framesPerS, (value) => units.fps(value.toFixed(1)))],
    [names.shown, known(statistics.framesShown, String)],
    [names.dropped, known(statistics.framesDropped, String)],
    isHls ? null : [names.freezes, known(statistics.freezes, String)],
    [isHls ? names.ahead : names.jitterBuffer, known(statistics.bufferMs, msText)],
    [names.loss, known(statistics.packetLossRatio, percentText)],
    [names.roundTrip, known(statistics.roundTripMs, msText)],
    [names.video, statistics.videoCodec],
    [names.audio, statistics.audioCodec],
    isHls ? null : [names.decoder, statistics.decoder],
    [names.pace, units.times(statistics.playbackRate.toFixed(2))],
  ];
  return rows.flatMap((row) => (row === null ? [] : [{ name: row[0], value: row[1] || unknown }]));
}

/** A time as a person reads it: 84 ms, 1.3 s. */
export function msText(ms: number): string {
  return ms < 1_000 ? units.ms(Math.round(ms).toFixed(0)) : units.s((ms / 1000).toFixed(1));
}

function bitrateText(bitsPerS: number): string {
  return bitsPerS >= 1_000_000
    ? units.mbit((bitsPerS / 1_000_000).toFixed(1))
    : units.kbit((bitsPerS / 1000).toFixed(0));
}

function percentText(ratio: number): string {
  return units.percent((ratio * 100).toFixed(1));
}

function layerText(height: number | null, { heights, maxHeight }: LayerFacts): string | null {
  if (height === null) return null;
  const { asked } = statisticsText;
  const layer = statisticsText.layer(height, heights);
  return maxHeight === null ? asked.auto(layer) : asked.most(layer, maxHeight);
}

function known(value: number | null, text: (value: number) => string): string | null {
  return value === null ? null : text(value);
}
