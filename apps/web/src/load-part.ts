/** How soon it is tried again where the server did not give it, in ms. */
const againMs = 3_000;

/**
 * Loads a part of the page, trying until the server gives it.
 *
 * @param options.failed called after each try in vain
 * @throws the signal's reason once nobody waits for it any more
 */
export async function loadPart<Part>(
  load: () => Promise<Part>,
  options: { readonly failed?: () => void; readonly signal?: AbortSignal } = {},
): Promise<Part> {
  const { failed, signal } = options;
  for (;;) {
    try {
      const part = await load();
      signal?.throwIfAborted();
      return part;
    } catch {
      signal?.throwIfAborted();
      failed?.();
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
    signal?.throwIfAborted();
  }
}
