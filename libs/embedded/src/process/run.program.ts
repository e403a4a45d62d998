import { spawn } from 'node:child_process';
import { type Account, type Command, spawnable } from './spawn.command.js';

/** How a program that runs to its end came out. */
export interface ProgramResult {
  /** Its exit code; -1 if a signal ended it or it could not be started. */
  readonly code: number;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** How a program is run. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** The account to change to; only root can. */
  readonly account?: Account | undefined;
}

/** Runs a program to its end with `input` on its standard input. It dies with this process. Never throws. */
export const runProgram = (
  command: Command,
  { input = '', account, ...options }: ProgramOptions = {},
): Promise<ProgramResult> =>
  new Promise((resolve) => {
    let output = '';
    const { file, args, ...identity } = spawnable(command, { onParentDeath: 'SIGTERM', account });
    const child = spawn(file, args, { ...options, ...identity, stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => undefined).end(input);
    child.once('error', (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
