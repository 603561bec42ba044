/** Words for while nobody is on air. */
export const quietText = {
  offline: {
    title: (channel: string): string => `“${channel}” is not on air`,
    body: 'This page starts by itself when it is.',
    startsAt: (clock: string, away: string): string => `Starts at ${clock} (${away})`,
    startsOn: (day: string, clock: string, away: string): string =>
      `Starts on ${day} at ${clock} (${away})`,
    startsNow: (clock: string): string => `Was to start at ${clock}: any moment now`,
    missed: (clock: string): string => `Was to start at ${clock}, and has not begun yet`,
    replay: 'Watch the last broadcast',
  },
  ended: {
    title: 'The broadcast has ended',
    body: 'Stay here: the next one starts by itself.',
    next: (words: string): string => `Next broadcast: ${words}`,
    replay: 'Watch it again',
    recording: 'That was the recording',
  },
} as const;
