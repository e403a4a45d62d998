import { isSealed, type Opened, type SecretBox, type SecretPlace } from './secret-box.js';
import { mapEntries } from './sealed-config.js';

type Config = Readonly<Record<string, unknown>>;

const MASK = '••••';
const SHOWN_CHARACTERS = 4;
/** A shorter secret would be given away by its last characters. */
const LEAST_TO_SHOW = 12;

/** A secret as people may see it: its last four characters where it is long enough to keep the rest safe. */
export const maskSecret = (secret: string): string =>
  secret.length < LEAST_TO_SHOW ? MASK : MASK + secret.slice(-SHOWN_CHARACTERS);

const maskOpened = (opened: Opened): string => ('secret' in opened ? maskSecret(opened.secret) : MASK);

const MASKED_PASSWORD = encodeURIComponent(MASK);

/** A URL with its password masked; one without a password stays as it is. */
export function maskUrlPassword(text: string): string {
  const url = URL.parse(text);
  if (url === null) return MASK;
  if (url.password === '') return text;
  url.password = MASK;
  return url.href.replace(MASKED_PASSWORD, MASK);
}

/** Every sealed text of a configuration as people may see it. */
export const maskConfig = (box: SecretBox, owner: string, config: Config): Record<string, unknown> =>
  mapEntries(config, [], (text, path) =>
    isSealed(text) ? maskOpened(box.open(text, { owner, field: path.join('.') })) : text,
  );

/** A configuration in clear, or the paths of masks whose secret cannot be put back because it does not open. */
export type Unmasked =
  { readonly config: Record<string, unknown> } | { readonly unreadable: readonly (readonly string[])[] };

const at = (config: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? new Map<string, unknown>(Object.entries(value)).get(key)
        : undefined,
    config,
  );

/** Puts back the secrets behind masks sent back unchanged; every other text is taken as it is given. */
export function unmaskConfig(box: SecretBox, owner: string, given: Config, stored: Config): Unmasked {
  const unreadable: (readonly string[])[] = [];
  const config = mapEntries(given, [], (text, path) => {
    const kept = at(stored, path);
    if (typeof kept !== 'string' || !isSealed(kept)) return text;
    const opened = box.open(kept, { owner, field: path.join('.') });
    if (text !== maskOpened(opened)) return text;
    if ('secret' in opened) return opened.secret;
    unreadable.push(path);
    return text;
  });
  return unreadable.length > 0 ? { unreadable } : { config };
}

/** One sealed text as people may see it, shown by `mask`. */
export const maskSealed = (
  box: SecretBox,
  place: SecretPlace,
  sealed: string,
  mask: (secret: string) => string,
): string => {
  const opened = box.open(sealed, place);
  return 'secret' in opened ? mask(opened.secret) : MASK;
};
