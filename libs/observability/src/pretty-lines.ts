import type { DestinationStream } from 'pino';

const QUIET_FIELDS = new Set(['time', 'level', 'msg', 'service', 'err']);

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const stackOf = (err: unknown): string =>
  typeof err === 'object' && err !== null && 'stack' in err && typeof err.stack === 'string' ? `\n${err.stack}` : '';

/** A JSON log line as people read it: `12:03:04.123 INFO ingest ready port=4000`, the error's stack below it. */
export function prettyLine(line: string): string {
  const fields: Record<string, unknown> = JSON.parse(line);
  const head = [String(fields['time']).slice(11, 23), shown(fields['level']).toUpperCase(), shown(fields['service'])];
  const tail = Object.entries(fields).flatMap(([name, value]) =>
    QUIET_FIELDS.has(name) ? [] : [`${name}=${shown(value)}`],
  );
  const message = typeof fields['msg'] === 'string' ? [fields['msg']] : [];
  return `${[...head, ...message, ...tail].join(' ')}${stackOf(fields['err'])}\n`;
}

/** Passes every line on in the form for people. */
export const prettyStream = (target: DestinationStream): DestinationStream => ({
  write: (line) => target.write(prettyLine(line)),
});
