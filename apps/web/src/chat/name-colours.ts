/** The colours of names by their numbers: each at least 4.5:1 against the panel (WCAG 1.4.3). */
export const nameColourValues: readonly string[] = [
  '#ff8f8b',
  '#ffb074',
  '#f2c14e',
  '#c6d35a',
  '#8ede7e',
  '#5fdcb0',
  '#5cd6e0',
  '#7fc4ff',
  '#a5b4ff',
  '#c9a6ff',
  '#f09cf0',
  '#ff9cc4',
];
