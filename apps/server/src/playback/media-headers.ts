/** Media may be had by pages of any origin: there is nothing in it that a cookie would let through. */
export const openToAll: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Date, Age, Content-Length, Content-Range, Content-Type, ETag, Retry-After',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
};

/** The answer to a preflight. */
export const preflight: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'Authorization, Range, If-None-Match, If-Range, *',
  'access-control-max-age': '86400',
};

/** Of what never has another content under its name: initialization segments, segments, parts. */
export const immutable = 'public, max-age=31536000, immutable';

/** Of what changes: it may be kept for this many whole seconds, at least one. */
export function freshFor(seconds: number): string {
  return `public, max-age=${Math.max(1, Math.floor(seconds))}`;
}

export const mediaTypes = {
  playlist: 'application/vnd.apple.mpegurl',
  manifest: 'application/dash+xml',
  video: 'video/mp4',
  audio: 'audio/mp4',
  poster: 'image/jpeg',
} as const;
