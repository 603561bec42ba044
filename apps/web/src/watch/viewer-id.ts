/** What the randomness of a browser is taken from; randomUUID is absent where the page is no secure context. */
type RandomSource = {
  readonly randomUUID?: () => string;
  readonly getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => unknown;
};

/** A name for the viewer of one page, as the contract's viewerIdPattern wants it: nobody else can guess it. */
export function createViewerId(source: RandomSource): string {
  if (source.randomUUID !== undefined) return source.randomUUID();
  const bytes = new Uint8Array(16);
  source.getRandomValues(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
