/** Texts that mean themselves in an array literal: ids, numbers, words, moments. */
const PLAIN = /^[A-Za-z0-9_.:+-]+$/;
const NULL = /^null$/i;

function textLiteral(text: string): string {
  if (PLAIN.test(text) && !NULL.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** One element, or `undefined` for what is left to pg. */
function elementLiteral(value: unknown): string | undefined {
  if (value === null || value === undefined) return 'NULL';
  switch (typeof value) {
    case 'string':
      return textLiteral(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return Buffer.isBuffer(value) ? `"\\\\x${value.toString('hex')}"` : undefined;
  }
}

/**
 * A flat array of texts, numbers, booleans and Buffers as Postgres reads it; anything else is given back for pg to write.
 * pg escapes every element, which on statements over many rows costs more than the rest of the work in this process.
 */
export function arrayLiteral(values: readonly unknown[]): string | readonly unknown[] {
  let text = '';
  for (const value of values) {
    const literal = elementLiteral(value);
    if (literal === undefined) return values;
    text += text === '' ? literal : `,${literal}`;
  }
  return `{${text}}`;
}
