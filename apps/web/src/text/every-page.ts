/** Words that more than one page says. */
export const commonText = {
  product: 'Tallylight',
  home: 'Tallylight home',
  tryAgain: 'Try again',
  goHome: 'Go to the start page',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  offAir: 'Off air',
  onAir: 'On air',
  viewersWord: (count: number): string => (count === 1 ? 'viewer' : 'viewers'),
  viewers: (count: number): string => (count === 1 ? '1 viewer' : `${count} viewers`),
  pageTitle: (what: string): string => `${what} · Tallylight`,
  notLoaded: 'The page could not be loaded whole. It is tried again every few seconds.',
  notFound: {
    title: 'There is nothing here',
    body: 'The address may be mistyped, or the page has moved.',
  },
  broken: {
    title: 'This page stopped working',
    body: 'Something went wrong inside the page. Loading it again usually helps.',
    reload: 'Load again',
  },
} as const;

export const homeText = {
  lead: 'Live broadcasting from a browser tab.',
  watch: {
    title: 'Watch',
    onAir: (channel: string): string => `“${channel}” is on air now.`,
    offAir: (channel: string): string =>
      `“${channel}” is off air. The page starts by itself when it is.`,
    unknown: (channel: string): string => `See what is on “${channel}”.`,
    action: (channel: string): string => `Watch ${channel}`,
  },
  broadcast: {
    title: 'Broadcast',
    body: 'Open the studio link that the server printed when it started. It carries the stream key, so keep it to yourself.',
    lost: 'No link at hand? This prints a new one, and the old one stops working:',
    command: 'npm start -- --new-key',
  },
} as const;
