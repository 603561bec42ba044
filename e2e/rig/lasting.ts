/** Resolves after `ms`: what is looked at is what becomes of it in that time. */
export function lasting(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
