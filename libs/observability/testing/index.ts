import { createLogger, createMetrics } from '@app/observability';
import type { LogLevel, Logger, Metrics } from '@app/observability';

/** A logger that says nothing. */
export const silentLogger = (): Logger => createLogger({ service: 'test', level: 'silent' });

/** A logger whose lines are kept, parsed, in the order they came. */
export function capturingLogger(level: LogLevel = 'debug'): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { log: createLogger({ service: 'test', level, stream }), lines };
}

/** An empty registry without process figures. */
export const testMetrics = (): Metrics => createMetrics({ service: 'test', version: '0.0.0', defaults: false });
