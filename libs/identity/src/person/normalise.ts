import { STATE_CODES } from './state-codes.js';

/** The fields of a person that are hashed; the others (ip, user_agent, fbp, fbc) go as they are. */
export const HASHED_FIELDS = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'date_of_birth',
  'gender',
  'city',
  'state',
  'zip',
  'country',
  'external_id',
] as const;
export type HashedField = (typeof HASHED_FIELDS)[number];

/** E.164 allows fifteen digits; the shortest numbers with a country code have seven. */
const PHONE = /^\d{7,15}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const GENDERS = new Map([
  ['f', 'f'],
  ['female', 'f'],
  ['m', 'm'],
  ['male', 'm'],
]);
/** What is not a letter (with its marks) or a digit, in any script. */
const NOT_WORD = /[^\p{L}\p{M}\p{N}]/gu;
const ZIP_PLUS_FOUR = /^(\d{5})[-\s]\d{4}$/;

/** NFC: the documented digests only come out with composed letters. */
const lower = (text: string): string => text.normalize('NFC').toLowerCase().trim();
const words = (text: string): string => lower(text).replace(NOT_WORD, '');
const orNull = (text: string): string | null => text || null;

/** `YYYYMMDD` of a day that exists, from 1900 on. */
function birthday(text: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text.trim()) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
  return exists && Number(year) >= 1900 ? year + month + day : null;
}

/** Digits with the country code in front; the trunk zeros before it go. */
function phone(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/\D/g, '').replace(/^0+/, '');
  return PHONE.test(digits) ? digits : null;
}

/** Whether a phone number begins as one is dialled at home: one zero, where a country code should be. */
export const looksNational = (text: string): boolean => /^[^\d+]*0(?!0)/.test(text.normalize('NFKC'));

function email(text: string): string | null {
  const address = lower(text);
  return EMAIL.test(address) ? address : null;
}

/** ISO 3166-1 alpha-2; the United Kingdom is `gb` there, though many write `uk`. */
function country(text: string): string | null {
  const code = lower(text);
  return /^[a-z]{2}$/.test(code) ? (code === 'uk' ? 'gb' : code) : null;
}

function zip(text: string): string | null {
  const plusFour = ZIP_PLUS_FOUR.exec(text.trim());
  return orNull(plusFour?.[1] ?? words(text));
}

function state(text: string): string | null {
  const name = words(text);
  return orNull(STATE_CODES.get(name) ?? name);
}

const RULES: Readonly<Record<HashedField, (text: string) => string | null>> = {
  email,
  phone,
  first_name: (text) => orNull(words(text)),
  last_name: (text) => orNull(words(text)),
  date_of_birth: birthday,
  gender: (text) => GENDERS.get(lower(text)) ?? null,
  city: (text) => orNull(words(text)),
  state,
  zip,
  country,
  // Meta asks for the same form on all channels and no rule beyond that: as it was given.
  external_id: (text) => orNull(text.normalize('NFC').trim()),
};

/**
 * A personal value in the form Meta documents for hashing (customer information parameters), `null` where it has none.
 * Where Meta's own implementations differ, the document decides: letters outside ASCII stay.
 */
export const normalise = (field: HashedField, text: string): string | null => RULES[field](text);
