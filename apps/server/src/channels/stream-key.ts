import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Makes a stream key of 192 random bits, in letters that survive a URL's fragment, OBS's text field and a
 * double click.
 */
export function createStreamKey(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * The hash under which a key is kept. Plain SHA-256: a key of ours can't be guessed, so a slow hash would only
 * cost every publisher time.
 */
export function hashStreamKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** Whether `key` has this hash, in a time that tells nothing. */
export function matchesStreamKey(key: string, hash: string): boolean {
  const given = Buffer.from(hashStreamKey(key), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
