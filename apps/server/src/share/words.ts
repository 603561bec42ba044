/** Words that other sites show beside a link to a channel. */
export const shareWords = {
  product: 'Tallylight',
  pageTitle: (title: string): string => `${title} · Tallylight`,
  live: (channel: string): string => `Live now: watch “${channel}” in your browser.`,
  offAir: (channel: string): string =>
    `“${channel}” is off air just now. The page starts by itself when it is back.`,
} as const;
