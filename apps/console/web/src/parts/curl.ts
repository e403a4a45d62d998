import type { SentRequest } from '../api/shapes.js';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A request as a command of the shell; masked secrets stay masked. */
export const curlOf = ({ method, url, headers, body }: SentRequest): string =>
  [
    `curl -X ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(!body || body.text === null ? [] : [`--data-binary ${quoted(body.text)}`]),
  ].join(' \\\n  ');
