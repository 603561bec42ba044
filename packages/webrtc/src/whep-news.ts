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

const wanted = ['active', 'inactive', 'layers', 'reconnect', 'viewercount'];

/** Hears the server-sent events of a WHEP session (WHEP core extensions), where the server has them. */
export class WhepNews {
  readonly #environment: Pick<SessionEnvironment, 'createEventStream' | 'fetch'>;
  readonly #listeners = new Listeners();
  #news = nothing;
  #stream: EventStream | null = null;
  #state: 'new' | 'started' | 'stopped' = 'new';

  constructor(environment: Pick<SessionEnvironment, 'createEventStream' | 'fetch'>) {
    this.#environment = environment;
  }

  readonly get = (): WatchNews => this.#news;
  readonly subscribe = this.#listeners.add;

  /**
   * Asks for a stream of events and hears it until stop(). A server that gives none is done without.
   *
   * @param links those of the 201, with absolute URLs
   */
  async start(links: readonly Link[]): Promise<void> {
    const entry = links.find((link) => link.rel === rel);
    if (entry === undefined || this.#state !== 'new') return;
    this.#state = 'started';
    const url = await this.#openStream(entry).catch(() => null);
    if (url !== null && this.#state === 'started') this.#listen(url);
  }

  stop(): void {
    this.#state = 'stopped';
    this.#stream?.close();
    this.#stream = null;
  }

  /** @returns the stream's URL; null where there is none */
  async #openStream({ url, params }: Link): Promise<string | null> {
    const offered = params['events']?.split(',') ?? wanted;
    const response = await this.#environment.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted.filter((name) => offered.includes(name))),
    });
    const location = response.status === 201 ? response.headers.get('location') : null;
    return location === null ? null : new URL(location, url).href;
  }

  #listen(url: string): void {
    this.#stream = this.#environment.createEventStream(url, {
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

  #hear(news: Partial<WatchNews>): void {
    this.#news = { ...this.#news, ...news };
    this.#listeners.notify();
  }
}

/** `{ "1": [{ "rid", "height" }] }` by m-line, of which one has layers; lowest first where sizes are known. */
function readLayers(data: unknown): WatchedLayer[] {
  const lines = Object.values((data ?? {}) as Record<string, unknown>);
  const told = lines.find(Array.isArray) ?? [];
  const byRid = new Map<string, WatchedLayer>();
  for (const layer of told as ({ rid?: unknown; height?: unknown } | null)[]) {
    const { rid, height } = layer ?? {};
    // Temporal layers of one encoding come apart, and are one to a viewer.
    if (typeof rid !== 'string' || byRid.has(rid)) continue;
    byRid.set(rid, { id: rid, height: typeof height === 'number' ? height : null });
  }
  const layers = [...byRid.values()];
  const known = layers.every(({ height }) => height !== null);
  return known ? layers.sort((a, b) => (a.height ?? 0) - (b.height ?? 0)) : layers;
}
