import { parametersOf } from '../parameters.js';

const nameOf = (segment: string): string => parametersOf(segment)[0]?.[0] ?? '';

/** What a header may hold: the rest is encoded, and what is encoded already stays as it is. */
const headerSafe = (url: string): string =>
  url.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()));

/**
 * Where a visitor is sent: the landing with `{uid}` filled in, its own parameters first and in force, then those of the
 * visitor whose names it does not have, to the byte as he brought them; the landing's fragment last.
 */
export function landingUrl(landing: string, uid: string, query: string): string {
  const [address = '', ...fragments] = landing.replaceAll('{uid}', uid).split('#');
  const [path = '', ...own] = address.split('?');
  const ownSegments = own.join('?').split('&').filter(Boolean);
  const taken = new Set(ownSegments.map(nameOf));
  const brought = query.split('&').filter((segment) => segment !== '' && !taken.has(nameOf(segment)));
  const segments = [...ownSegments, ...brought];
  const fragment = fragments.length > 0 ? `#${fragments.join('#')}` : '';
  return headerSafe(path + (segments.length > 0 ? `?${segments.join('&')}` : '') + fragment);
}
