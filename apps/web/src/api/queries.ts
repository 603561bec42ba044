import { QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';
import type { ApiClient } from './client.ts';

/** A request that may succeed later is tried this often again before the page is told. */
const retriesCount = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          error instanceof ApiError && error.retryable && failures < retriesCount,
        // The pages say themselves how fresh they need what they show.
        refetchOnWindowFocus: false,
        // A server on this machine is reachable without any network.
        networkMode: 'always',
      },
    },
  });
}

/** What anybody may know of a channel. */
export function channelQuery(api: ApiClient, channel: string) {
  return queryOptions({
    queryKey: ['channel', channel],
    queryFn: ({ signal }) => api.channel(channel, signal),
  });
}

/** What the owner of a channel sees of it. */
export function studioQuery(api: ApiClient, access: { channel: string; key: string }) {
  return queryOptions({
    queryKey: ['studio', access.channel, access.key],
    queryFn: ({ signal }) => api.studio(access, signal),
  });
}
