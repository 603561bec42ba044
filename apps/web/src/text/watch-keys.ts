/** The list of keys, which comes when it is asked for. */
export const keysText = {
  title: 'Keys',
  close: 'Close',
  or: 'or',
  rows: [
    { keys: ['Space', 'K'], does: 'Play or pause' },
    { keys: ['L', 'End'], does: 'Go to live' },
    { keys: ['←', '→'], does: 'Back or on by 5 seconds' },
    { keys: ['Home'], does: 'As far back as it goes' },
    { keys: ['M'], does: 'Mute or unmute' },
    { keys: ['↑', '↓'], does: 'Louder or quieter' },
    { keys: ['F'], does: 'Full screen' },
    { keys: ['T'], does: 'Theatre mode' },
    { keys: ['P'], does: 'Picture in picture' },
    { keys: ['C'], does: 'Captions, where there are any' },
    { keys: ['I'], does: 'Statistics' },
    { keys: ['?'], does: 'This list' },
  ],
} as const;
