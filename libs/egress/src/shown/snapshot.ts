import type { Fault, Outcome, Request, Response } from '@app/contracts';
import { isFault } from '@app/contracts';

/** Bytes of a body that are kept. */
const KEPT_BYTES = 16 * 1024;
const MASK = '••••';

/** Headers whose values are hidden by their name, whatever the configuration says of them. */
const SECRET_HEADER = /authorization|signature|cookie|token|secret|api-?key|password/i;

/** Headers of an answer that help to understand it. */
const TELLING_HEADERS = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'date',
  'server',
  'via',
  'location',
  'retry-after',
  'www-authenticate',
  'allow',
  'cf-ray',
  'x-request-id',
  'x-correlation-id',
  'x-fb-trace-id',
  'x-fb-rev',
  'x-ad-api-version-warning',
  'x-app-usage',
  'x-ad-account-usage',
  'x-business-use-case-usage',
]);

/** A text with every secret in it hidden, also where it was URL-encoded. */
export function maskText(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
    const encoded = encodeURIComponent(secret);
    if (encoded !== secret && masked.includes(encoded)) masked = masked.replaceAll(encoded, MASK);
  }
  return masked;
}

/** Works on bytes: a body need not be text. */
function maskBytes(body: Buffer, secrets: readonly string[]): Buffer {
  let masked = body;
  for (const secret of secrets) {
    const bytes = Buffer.from(secret);
    if (!masked.includes(bytes)) continue;
    const hidden = masked.toString('latin1').replaceAll(bytes.toString('latin1'), Buffer.from(MASK).toString('latin1'));
    masked = Buffer.from(hidden, 'latin1');
  }
  return masked;
}

/** Masked before it is cut: a secret that lies across the cut must not show its first half. */
const bodyOf = (body: Buffer, secrets: readonly string[]): string =>
  maskBytes(body, secrets).subarray(0, KEPT_BYTES).toString('base64');

function headersOf(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
  wanted: (name: string) => boolean,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || !wanted(name)) continue;
    shown[name] = SECRET_HEADER.test(name) ? MASK : maskText(value, secrets);
  }
  return shown;
}

/** The request for people: as sent, secrets hidden, at most 16 KiB of body in base64. */
export const requestSnapshot = (request: Request, secrets: readonly string[]): NonNullable<Outcome['request']> => ({
  method: request.method,
  url: maskText(request.url, secrets),
  headers: headersOf(request.headers, secrets, () => true),
  body: request.body === null ? null : bodyOf(request.body, secrets),
});

/** The answer for people: telling headers, secrets hidden, at most 16 KiB of body in base64; or the fault. */
export const responseSnapshot = (
  answer: Response | Fault,
  secrets: readonly string[],
): NonNullable<Outcome['response']> =>
  isFault(answer)
    ? { fault: answer.fault, detail: maskText(answer.detail, secrets) }
    : {
        status: answer.status,
        headers: headersOf(answer.headers, secrets, (name) => TELLING_HEADERS.has(name)),
        body: bodyOf(answer.body, secrets),
        truncated: answer.truncated || answer.body.length > KEPT_BYTES,
      };
