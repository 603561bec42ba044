import type { Link } from '@tallylight/protocol';
import type { EventStream, SessionEnvironment } from './environment.ts';
import { Listeners } from './listeners.ts';

/** One simulcast layer that a viewer may choose. */
export type WatchedLayer = {
  readonly id: string;
  /** In pixels; null while not known. */
  readonly height: number | null;
};

/** What a server tells beside the media; null where it has not said. */
export type WatchNews = {
  /** Whether somebody is on air. */
  readonly active: boolean | null;
  readonly viewers: number | null;
  readonly layers: readonly WatchedLayer[];
  /** True when the server wants a new session made. */
  readonly reconnect: boolean;
};

const nothing: WatchNews = { active: null, viewers: null, layers: [], reconnect: false };
const rel = 'urn:ietf:params:whep:ext:core:server-sent-events';

/** Hears the server-sent events of a WHEP session (draft-ietf-wish-whep), where the server has them. */
export class WhepNews {
  readonly #createEventStream: SessionEnvironment['createEventStream'];
  readonly #listeners = new Listeners();
  #news = nothing;
  #stream: EventStream | null = null;

  constructor({ createEventStream }: Pick<SessionEnvironment, 'createEventStream'>) {
    this.#createEventStream = createEventStream;
  }

  readonly get = (): WatchNews => this.#news;
  readonly subscribe = this.#listeners.add;

  /** @param links those of the 201, with absolute URLs */
  start(links: readonly Link[]): void {
    const url = links.find((link) => link.rel === rel)?.url;
    if (url === undefined || this.#stream !== null) return;
    this.#stream = this.#createEventStream(url, {
      active: () => this.#hear({ active: true }),
      inactive: () => this.#hear({ active: false }),
      reconnect: () => this.#hear({ reconnect: true }),
      viewercount: (data) => {
        const { viewercount } = (data ?? {}) as { viewercount?: unknown };
        if (typeof viewercount === 'number') this.#hear({ viewers: viewercount });
      },
      layers: (data) => this.#hear({ layers: readLayers(data) }),
    });
  }

  stop(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  #hear(news: Partial<WatchNews>): void {
    this.#news = { ...this.#news, ...news };
    this.#listeners.notify();
  }
}

/** `{ "mid": { "layers": [{ "encodingId", "height" }] } }`, of which one section has layers. */
function readLayers(data: unknown): WatchedLayer[] {
  const sections = Object.values((data ?? {}) as Record<string, { layers?: unknown } | null>);
  const layers = sections.map((section) => section?.layers).find(Array.isArray) ?? [];
  return (layers as { encodingId?: unknown; height?: unknown }[]).flatMap((layer) =>
    typeof layer.encodingId === 'string'
      ? [{ id: layer.encodingId, height: typeof layer.height === 'number' ? layer.height : null }]
      : [],
  );
}
