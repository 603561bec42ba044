export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'other';

/** Which browser's menus a person has to look for; only words depend on it. */
export function browserFamily(userAgent: string): BrowserFamily {
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium';
  if (/Safari\//.test(userAgent)) return 'safari';
  return 'other';
}
