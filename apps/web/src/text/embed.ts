/** Words of the embedded player. */
export const embedText = {
  watchOn: (host: string): string => `Watch on ${host}`,
  newTab: '(in a new tab)',
  play: (channel: string): string => `Play ${channel}`,
} as const;
