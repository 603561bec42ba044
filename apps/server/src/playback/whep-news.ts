import type { BroadcastView } from '@tallylight/contract';

/** The events of a WHEP session (draft-ietf-wish-whep, server-sent events extension). */
export const whepEventNames = ['active', 'inactive', 'layers', 'reconnect', 'viewercount'] as const;
export type WhepEventName = (typeof whepEventNames)[number];

export type WhepEvent = { readonly event: WhepEventName; readonly data: unknown };

/** Turns views of a broadcast into the events that tell of what changed since the last one. */
export class WhepNews {
  readonly #mid: string | null;
  readonly #told = new Map<'activity' | 'layers' | 'viewercount', string>();

  /** @param mid the viewer's video section; null: it has none, and hears of no layers */
  constructor(mid: string | null) {
    this.#mid = mid;
  }

  /** @param view null where there is no broadcast any more */
  update(view: BroadcastView | null): WhepEvent[] {
    const active = view?.state === 'live';
    return [
      ...this.#news('activity', { event: active ? 'active' : 'inactive', data: {} }),
      ...(this.#mid === null || view === null
        ? []
        : this.#news('layers', {
            event: 'layers',
            data: {
              [this.#mid]: {
                layers: view.layers.map(({ id, width, height, active: flows }) => ({
                  encodingId: id,
                  active: flows,
                  ...(width !== null && { width }),
                  ...(height !== null && { height }),
                })),
              },
            },
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
