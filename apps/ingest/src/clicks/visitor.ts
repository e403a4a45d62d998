import type { FastifyRequest } from 'fastify';

/** What a request tells of who makes it. */
export interface Visitor {
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** ISO 3166-1 alpha-2, if the edge says so. */
  readonly country: string | null;
}

const MAX_USER_AGENT = 2048;
/** What edges say where they do not know: unknown, and the Tor network. */
const NO_COUNTRY = new Set(['XX', 'T1']);

function countryOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.has(code) ? code : null;
}

/** An IPv4 address that came in over an IPv6 socket is one all the same. */
const plainIp = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.)/i, '');

/** Reads who is behind a request; `countryHeader` is `null` where the edge says nothing of countries. */
export class VisitorReader {
  readonly #countryHeader: string | null;

  constructor(countryHeader: string | null) {
    this.#countryHeader = countryHeader?.toLowerCase() ?? null;
  }

  of({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Visitor {
    const country = this.#countryHeader === null ? undefined : headers[this.#countryHeader];
    return {
      ip: plainIp(ip) || null,
      userAgent: headers['user-agent']?.slice(0, MAX_USER_AGENT) || null,
      country: typeof country === 'string' ? countryOf(country) : null,
    };
  }
}
