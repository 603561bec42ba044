/** A value of an attribute list (RFC 8216bis, section 4.2): a string is quoted, a word stands as it is. */
export type AttributeValue = { readonly word: string | number } | string | undefined;

/**
 * Writes an attribute list; what is undefined is left out. Quotes and line breaks, which a quoted string can't
 * have, become spaces.
 */
export function writeAttributes(attributes: Readonly<Record<string, AttributeValue>>): string {
  return Object.entries(attributes)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (typeof value === 'string') return [`${name}="${value.replace(/["\r\n]/g, ' ')}"`];
      return [`${name}=${value.word}`];
    })
    .join(',');
}

/** An enumerated string or a number, which stand without quotes. */
export function word(value: string | number): { readonly word: string | number } {
  return { word: value };
}

/** A decimal floating-point number of seconds. */
export function seconds(value: number): string {
  return value.toFixed(5);
}
