import { pino, stdSerializers } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';
import { prettyStream } from './pretty-lines.js';

/** One JSON line a call on stdout; `child(bindings)` adds fields to every line. Errors go under the key `err`. */
export type Logger = PinoLogger;

/** From the most to the least talkative. ERROR means a person must act; what heals by itself is WARN. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Field names that never carry their value into a log, at the top of a line or up to two objects deep. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'token',
  'access_token',
  'ingest_token',
  'admin_token',
  'secret',
  'signing_secret',
  'password',
  'proxy_url',
];

const redactedPaths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

export interface LoggerOptions {
  /** Name of the process in every line. */
  readonly service: string;
  readonly level: LogLevel;
  /** Lines for people instead of JSON. */
  readonly pretty?: boolean;
  /** Where lines go instead of stdout. */
  readonly stream?: DestinationStream;
}

/**
 * The logger of a process. Writes are synchronous, so that the last line before an exit is never lost; normal operation
 * therefore logs next to nothing above debug.
 */
export function createLogger({ service, level, pretty = false, stream }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause },
    redact: { paths: redactedPaths, censor: '[redacted]' },
  };
  const target = stream ?? pino.destination({ fd: 1, sync: true });
  return pino(options, pretty ? prettyStream(target) : target);
}
