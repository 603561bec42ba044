import type { z } from 'zod/mini';

/** What is wrong with what a page sent, by the name of each member. */
export function faultOf(error: z.core.$ZodError): string {
  const [first] = error.issues;
  const place = first?.path.map(String).join('.') ?? '';
  const what = first?.message ?? 'it is not valid';
  return place === ''
    ? `What was sent is not valid: ${what}.`
    : `"${place}" is not valid: ${what}.`;
}
