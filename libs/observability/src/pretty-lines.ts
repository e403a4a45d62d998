import type { DestinationStream } from 'pino';

const QUIET_FIELDS = new Set(['time', 'level', 'msg', 'service', 'err']);

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const stackOf = (err: unknown): string =>
  typeof err === 'object' && err !== null && 'stack' in err && typeof err.stack === 'string' ? `\n${err.stack}` : '';

/** A JSON log line as people read it: `12:03:04.123 INFO ingest ready port=4000`, the error's stack below it. */
export function prettyLine(line: string): string {
  const parsed: unknown = JSON.parse(line);
  const fields =
    typeof parsed === 'object' && parsed !== null
      ? new Map<string, unknown>(Object.entries(parsed))
      : new Map<string, unknown>();
  const head = [
    String(fields.get('time')).slice(11, 23),
    shown(fields.get('level')).toUpperCase(),
    shown(fields.get('service')),
  ];
  const tail = [...fields].flatMap(([name, value]) => (QUIET_FIELDS.has(name) ? [] : [`${name}=${shown(value)}`]));
  const message = [fields.get('msg')].filter((text) => typeof text === 'string');
  return `${[...head, ...message, ...tail].join(' ')}${stackOf(fields.get('err'))}\n`;
}

/** Passes every line on in the form for people. */
export const prettyStream = (target: DestinationStream): DestinationStream => ({
  write: (line) => target.write(prettyLine(line)),
});
