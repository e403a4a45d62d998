import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process as the kernel knows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** When it began, in the kernel's own words; with the pid it names one process and no other. */
  readonly born: string;
  /** A process that has ended and only waits to be reaped. */
  readonly zombie: boolean;
}

/** Names one process for good, also after its pid was given to another. */
export const ProcessIdentity = z.object({ pid: z.int().positive(), born: z.string() });
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** Reads the text of /proc/PID/stat; undefined if it is not one. The name in parentheses may hold anything, so it is cut off first. */
export const parseStat = (text: string): ProcessEntry | undefined => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const pid = Number.parseInt(text, 10);
  const [state, parent] = fields;
  const born = fields[19];
  if (!Number.isInteger(pid) || state === undefined || parent === undefined || born === undefined) return undefined;
  return { pid, parent: Number(parent), born, zombie: state === 'Z' || state === 'X' };
};

/** Reads one line of `ps -o pid=,ppid=,stat=,lstart=`; undefined if it is not one. */
export const parsePs = (line: string): ProcessEntry | undefined => {
  const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
  const [, pid, parent, state, born] = match ?? [];
  if (pid === undefined || parent === undefined || state === undefined || born === undefined) return undefined;
  return { pid: Number(pid), parent: Number(parent), born, zombie: state.startsWith('Z') };
};

const onLinux = process.platform === 'linux';

const ps = (...which: readonly string[]): ProcessEntry[] => {
  try {
    const lines = execFileSync('ps', [...which, '-o', 'pid=,ppid=,stat=,lstart='], { encoding: 'utf8' }).split('\n');
    return lines.flatMap((line) => parsePs(line) ?? []);
  } catch {
    return [];
  }
};

const stat = (pid: number | string): ProcessEntry | undefined => {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
};

/** The process with this pid, undefined if there is none or it has ended. */
export const findProcess = (pid: number): ProcessEntry | undefined => {
  const entry = onLinux ? stat(pid) : ps('-p', String(pid))[0];
  return entry?.zombie ? undefined : entry;
};

/** Whether this very process still runs. */
export const isAlive = (identity: ProcessIdentity): boolean => findProcess(identity.pid)?.born === identity.born;

/** Identity of a running process, undefined if it runs no more. */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
  const entry = findProcess(pid);
  return entry && { pid, born: entry.born };
};

/** The command line of a process, empty if it cannot be read. */
export const commandOf = (pid: number): string => {
  try {
    if (onLinux) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
};

/** Identities of all living processes below this one, parents before their children. */
export const descendantsOf = (pid: number): ProcessIdentity[] => {
  const all = onLinux
    ? readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (stat(name) ?? []) : []))
    : ps('-A');
  const below = (parent: number): ProcessEntry[] =>
    all.filter((entry) => entry.parent === parent && !entry.zombie).flatMap((entry) => [entry, ...below(entry.pid)]);
  return below(pid).map(({ pid: child, born }) => ({ pid: child, born }));
};
