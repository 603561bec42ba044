const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an HTML document, between tags and in a quoted attribute. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** An empty element with its attributes; those that are null are left out. */
export function htmlTag(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${htmlText(String(value))}"`],
  );
  return `<${name}${written.join('')}>`;
}
