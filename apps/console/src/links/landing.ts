/** Where a visitor may be led: web pages, and Telegram itself. */
const SCHEMES = ['https:', 'http:', 'tg:'];

/** Stands for `{uid}` while a URL is parsed, which would encode its braces. */
const MARK = 'uid0of0the0click';

/** A landing as it is kept, or what is wrong with it. */
export type Landing = { readonly url: string } | { readonly wrong: string };

const wrong = (what: string): Landing => ({ wrong: what });

/** Reads a landing: a URL in ASCII, with `{uid}` wherever the id of the click shall stand in path, query or fragment. */
export function readLanding(text: string): Landing {
  const url = URL.parse(text.replaceAll('{uid}', MARK));
  if (!url || !SCHEMES.includes(url.protocol))
    return wrong('must be a URL that begins with https://, http:// or tg://');
  if (url.username !== '' || url.password !== '') return wrong('must not carry a user or password');
  if (url.host.includes(MARK)) return wrong('may have {uid} in path, query and fragment only');
  if (/[{}]|%7b|%7d/i.test(url.href)) return wrong('knows no macro but {uid}');
  if (url.protocol !== 'tg:' && url.hostname === '') return wrong('must name a host');
  return { url: url.href.replaceAll(MARK, '{uid}') };
}
