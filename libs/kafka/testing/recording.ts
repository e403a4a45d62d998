import type { KafkaHooks, KafkaLog } from '../src/types.js';

/** Hooks that remember what was counted, by counter, over all labels. */
export class RecordingHooks implements KafkaHooks {
  readonly counts = new Map<string, number>();

  count(counter: string, _labels: object, by = 1): void {
    this.counts.set(counter, (this.counts.get(counter) ?? 0) + by);
  }

  gauge(): void {
    return;
  }

  of(counter: string): number {
    return this.counts.get(counter) ?? 0;
  }
}

/** A log that keeps its lines. */
export class RecordingLog implements KafkaLog {
  readonly lines: { level: string; message: string; fields: object }[] = [];

  debug(fields: object, message: string): void {
    this.lines.push({ level: 'debug', message, fields });
  }

  info(fields: object, message: string): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(fields: object, message: string): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(fields: object, message: string): void {
    this.lines.push({ level: 'error', message, fields });
  }
}
