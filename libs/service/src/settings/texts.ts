import { isIP } from 'node:net';
import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30s`, `2m`, `6h` (also `ms`, `d`) in ms; `null` when the text is no duration or longer than 365 days. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  if (!match) return null;
  const unit = z.enum(['ms', 's', 'm', 'h', 'd']).parse(match[2]);
  const ms = Number(match[1]) * UNIT_MS[unit];
  return ms <= 365 * UNIT_MS.d ? ms : null;
}

/** Turns text into a value, or says what is expected instead. */
const read = <T>(parse: (text: string) => T | null, expected: string) =>
  z.string().transform((text, context): T => {
    const value = parse(text.trim());
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });

/** Any text but the empty one. */
export const text = read((given) => given || null, 'must not be empty');

/** A duration as people write it, in ms. */
export const duration = read(parseDuration, 'must be a duration such as 30s, 2m or 6h');

/** A whole number within bounds, both inclusive. */
export const integer = (min: number, max: number) =>
  read((given) => {
    const value = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    return value >= min && value <= max ? value : null;
  }, `must be a whole number from ${min} to ${max}`);

/** A TCP port; 0 lets the system choose a free one. */
export const port = integer(0, 65_535);

/** `true` or `false`. */
export const flag = read(
  (given) => (given === 'true' ? true : given === 'false' ? false : null),
  'must be true or false',
);

/** One of a closed list of words. */
export const oneOf = <const T extends string>(words: readonly T[]) =>
  read<T>((given) => words.find((word) => word === given) ?? null, `must be one of ${words.join(', ')}`);

/** A comma-separated list, blanks around items ignored; an empty text is the empty list. */
export const list = <T>(item: z.ZodType<T, string>) =>
  z.string().transform((given, context): T[] => {
    const items = given.split(',').map((part) => part.trim());
    const parsed = (items.length === 1 && items[0] === '' ? [] : items).map((part) => item.safeParse(part));
    for (const result of parsed) {
      if (!result.success) context.addIssue({ code: 'custom', message: messagesOf(result.error) });
    }
    return parsed.flatMap((result) => (result.success ? [result.data] : []));
  });

/** `host:port`; an IPv6 address in brackets. */
export const address = read(
  (given) => (/^(\[[0-9a-fA-F:.]+\]|[^\s:/,]+):\d{1,5}$/.test(given) ? given : null),
  'must be host:port',
);

/** An IP address, alone or with a prefix length: `10.0.0.0/8`. */
export const network = read((given) => {
  const [ip = '', bits, ...rest] = given.split('/');
  const most = isIP(ip) === 6 ? 128 : 32;
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(ip) !== 0 && fits && rest.length === 0 ? given : null;
}, 'must be an IP address or a CIDR such as 10.0.0.0/8');

/** A URL of one of these schemes, without a slash at the end. */
export const url = (...schemes: readonly string[]) =>
  read(
    (given) => {
      const parsed = URL.parse(given);
      return parsed && schemes.includes(parsed.protocol.slice(0, -1)) ? given.replace(/\/+$/, '') : null;
    },
    `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  );

/** What is wrong with one text, in words. */
export const messagesOf = (error: z.ZodError): string =>
  [...new Set(error.issues.map((issue) => issue.message))].join('; ');
