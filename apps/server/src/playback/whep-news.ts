import type { BroadcastView } from '@tallylight/contract';

/** The events of a WHEP session (WHEP core extensions, server-sent events). */
export const whepEventNames = ['active', 'inactive', 'layers', 'reconnect', 'viewercount'] as const;
export type WhepEventName = (typeof whepEventNames)[number];

export type WhepEvent = { readonly event: WhepEventName; readonly data: unknown };

/** Turns views of a broadcast into the events that tell of what changed since the last one. */
export class WhepNews {
  readonly #videoLine: number | null;
  readonly #told = new Map<'activity' | 'layers' | 'viewercount', string>();

  /** @param videoLine the viewer's m-line with the picture, from 0; null: it has none, and hears of no layers */
  constructor(videoLine: number | null) {
    this.#videoLine = videoLine;
  }

  /** @param view null where there is no broadcast any more */
  update(view: BroadcastView | null): WhepEvent[] {
    const active = view?.state === 'live';
    // A stream doesn't begin with "inactive": that is told only where somebody was on air before.
    const quiet = !active && !this.#told.has('activity');
    return [
      ...(quiet ? [] : this.#news('activity', { event: active ? 'active' : 'inactive', data: {} })),
      ...(this.#videoLine === null || view === null
        ? []
        : this.#news('layers', {
            event: 'layers',
            data: { [this.#videoLine]: view.layers.map(layerData) },
          })),
      ...this.#news('viewercount', {
        event: 'viewercount',
        data: { viewercount: view?.viewers ?? 0 },
      }),
    ];
  }

  #news(topic: 'activity' | 'layers' | 'viewercount', event: WhepEvent): WhepEvent[] {
    const text = JSON.stringify(event);
    if (this.#told.get(topic) === text) return [];
    this.#told.set(topic, text);
    return [event];
  }
}

/** A layer without bitrate is one that rests. */
function layerData({ id, width, height, bitsPerS }: BroadcastView['layers'][number]) {
  return {
    rid: id,
    bitrate: Math.round(bitsPerS),
    ...(width !== null && { width }),
    ...(height !== null && { height }),
  };
}
