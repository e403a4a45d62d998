import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs';
import { z } from 'zod';

/** A log of one service is set aside (`.1`) beyond this, so that a talkative night cannot fill the disk. */
const MAX_BYTES = 64 * 1024 * 1024;
const TAIL_LINES = 20;

const logLine = z.object({
  level: z.string(),
  msg: z.string().optional(),
  err: z.object({ message: z.string() }).partial().optional(),
});

const parsed = (line: string): z.infer<typeof logLine> | undefined => {
  try {
    return logLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/**
 * What a person at the launcher should see of one line of a service: the message of an error or fatal line, and text on
 * stderr that is no log line (a crash, a refused setting) but for Node's own warnings; else `null`.
 */
export const troubleOf = (line: string, stream: 'stdout' | 'stderr'): string | null => {
  const fields = parsed(line);
  if (fields) {
    if (fields.level !== 'error' && fields.level !== 'fatal') return null;
    return [fields.msg, fields.err?.message].filter((text) => text !== undefined).join(': ') || line;
  }
  const isNodeWarning = /^\(node:\d+\) |^\(Use `node --trace/.test(line);
  return stream === 'stderr' && line.trim() !== '' && !isNodeWarning ? line.trimEnd() : null;
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The log file of a service: takes what it writes as it comes, and reports its troubles line by line. */
export class ServiceLog {
  #file: WriteStream;
  #bytes: number;
  readonly #rest = { stdout: '', stderr: '' };
  readonly #tail: string[] = [];

  constructor(
    private readonly path: string,
    private readonly onTrouble: (text: string) => void,
    private readonly maxBytes = MAX_BYTES,
  ) {
    this.#bytes = sizeOf(path);
    this.#file = this.#open();
  }

  write(chunk: Buffer, stream: 'stdout' | 'stderr'): void {
    if (this.#bytes > this.maxBytes) this.#setAside();
    this.#file.write(chunk);
    this.#bytes += chunk.length;
    const lines = (this.#rest[stream] + chunk.toString('utf8')).split('\n');
    this.#rest[stream] = lines.pop() ?? '';
    for (const line of lines) this.#look(line, stream);
  }

  /** The last lines written, for the message of a failed start. */
  tail(): readonly string[] {
    return this.#tail;
  }

  /** Resolves when everything is in the file. */
  close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#file.end(resolve);
    return promise;
  }

  #look(line: string, stream: 'stdout' | 'stderr'): void {
    this.#tail.push(line);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
    const trouble = troubleOf(line, stream);
    if (trouble !== null) this.onTrouble(trouble);
  }

  #open(): WriteStream {
    const file = createWriteStream(this.path, { flags: 'a', mode: 0o600 });
    // A full disk must not end the launcher: the line is lost, the service goes on.
    file.on('error', () => undefined);
    return file;
  }

  #setAside(): void {
    this.#file.end();
    renameSync(this.path, `${this.path}.1`);
    this.#file = this.#open();
    this.#bytes = 0;
  }
}
