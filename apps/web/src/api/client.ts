import {
  type CaptureClock,
  type ChannelDetails,
  type ChannelView,
  channelViewSchema,
  type Presence,
  routes,
  type StudioView,
  studioViewSchema,
  type TroubleReport,
} from '@tallylight/contract';
import { ApiError } from './api-error.ts';

type Schema<T> = { readonly parse: (data: unknown) => T };

type ApiRequest = {
  readonly path: string;
  readonly method?: 'PUT' | 'POST';
  readonly key?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};

export type ApiClientOptions = {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
};

/** The server's API. Every method rejects with an {@link ApiError}, or with the abort of its signal. */
export class ApiClient {
  readonly #fetch: ApiClientOptions['fetch'];

  constructor(options: ApiClientOptions) {
    this.#fetch = options.fetch;
  }

  channel(channel: string, signal?: AbortSignal): Promise<ChannelView> {
    return this.#read({ path: routes.channel(channel), signal }, channelViewSchema);
  }

  studio(access: { channel: string; key: string }, signal?: AbortSignal): Promise<StudioView> {
    return this.#read(
      { path: routes.studio(access.channel), key: access.key, signal },
      studioViewSchema,
    );
  }

  async tellCaptureClock(
    access: { channel: string; key: string },
    clock: CaptureClock,
  ): Promise<void> {
    await this.#send({
      path: routes.captureClock(access.channel),
      method: 'PUT',
      key: access.key,
      body: clock,
    });
  }

  async setDetails(
    access: { channel: string; key: string },
    details: ChannelDetails,
  ): Promise<void> {
    await this.#send({
      path: routes.details(access.channel),
      method: 'PUT',
      key: access.key,
      body: details,
    });
  }

  /** A viewer is there, or leaves. */
  async tellPresence(channel: string, body: Presence): Promise<void> {
    await this.#send({ path: routes.presence(channel), method: 'POST', body });
  }

  /** What keeps a viewer from the picture. */
  async tellTrouble(channel: string, body: TroubleReport): Promise<void> {
    await this.#send({ path: routes.troubles(channel), method: 'POST', body });
  }

  async #read<T>(request: ApiRequest, schema: Schema<T>): Promise<T> {
    const response = await this.#send(request);
    try {
      return schema.parse(await response.json());
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw ApiError.unreadable(response.status, error);
    }
  }

  async #send(request: ApiRequest): Promise<Response> {
    const headers = new Headers({ accept: 'application/json, application/problem+json' });
    if (request.key !== undefined) headers.set('authorization', `Bearer ${request.key}`);
    if (request.body !== undefined) headers.set('content-type', 'application/json');
    let response: Response;
    try {
      response = await this.#fetch(request.path, {
        method: request.method ?? 'GET',
        headers,
        cache: 'no-store',
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(request.signal && { signal: request.signal }),
      });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw ApiError.unreachable(error);
    }
    if (response.ok) return response;
    throw ApiError.refused(response.status, await response.json().catch(() => null));
  }
}
