import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second; 100 on every Linux this runs on. */
const TICKS = 100;

interface ProcessTime {
  parent: number;
  seconds: number;
}

function read(pid: number): ProcessTime | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]];
    return { parent, seconds: (user + system) / TICKS };
  } catch {
    return null;
  }
}

/** CPU seconds so far of these processes and all their descendants: services, broker and database together. */
export function cpuSeconds(roots: readonly number[]): number {
  const all = new Map<number, ProcessTime>();
  for (const name of readdirSync('/proc')) {
    const time = /^\d+$/.test(name) ? read(Number(name)) : null;
    if (time) all.set(Number(name), time);
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = all.get(at)?.parent) {
      if (roots.includes(at)) return true;
    }
    return false;
  };
  return [...all].filter(([pid]) => isOurs(pid)).reduce((sum, [, { seconds }]) => sum + seconds, 0);
}

/** Resident memory of a process, MB; `null` when it is gone. */
export function residentMb(pid: number): number | null {
  try {
    const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Math.round(Number(kb) / 1024);
  } catch {
    return null;
  }
}
