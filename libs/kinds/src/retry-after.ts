const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const CLOCK = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`;

/** The three forms of RFC 9110 §5.6.7; the name of the weekday is required and not believed. */
const FORMS = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) ${MONTH} (?<year>\d{4}) ${CLOCK} GMT$`),
  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(
    String.raw`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-${MONTH}-(?<year>\d{2}) ${CLOCK} GMT$`,
  ),
  // asctime, always GMT: Sun Nov  6 08:49:37 1994
  new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>[ \d]\d) ${CLOCK} (?<year>\d{4})$`),
];

/** The latest moment a JavaScript date can hold, so that an absurd number stays a number. */
const LATEST_MS = 8.64e15;

/** A two-digit year that would lie more than 50 years ahead means the century before (RFC 9110 §5.6.7). */
const fullYear = (text: string, now: number): number => {
  if (text.length === 4) return Number(text);
  const present = new Date(now).getUTCFullYear();
  const year = present - (present % 100) + Number(text);
  return year > present + 50 ? year - 100 : year;
};

/**
 * Epoch ms of an HTTP-date in any of its three forms, by hand: `Date.parse` reads asctime in the local zone and takes
 * much that is no date. `null` when the text is none, or names a day or time that does not exist.
 */
export function parseHttpDate(text: string, now: number): number | null {
  const parts = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return null;
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  // 60 is a leap second.
  if (h > 23 || m > 59 || s > 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(fullYear(year, now), MONTHS.indexOf(month), Number(day));
  if (date.getUTCDate() !== Number(day)) return null;
  return date.getTime() + ((h * 60 + m) * 60 + s) * 1000;
}

/**
 * The moment, epoch ms, a `Retry-After` value asks to wait for: never before `now`. `null` when the value is absent or
 * neither whole seconds nor an HTTP-date (RFC 9110 §10.2.3), so that junk asks for nothing.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(now + Number(text) * 1000, LATEST_MS);
  const date = parseHttpDate(text, now);
  return date === null ? null : Math.max(date, now);
}
