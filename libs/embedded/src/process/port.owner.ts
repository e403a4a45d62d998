import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { commandOf } from './process.table.js';

/** Inodes of the sockets whose local port this is, from the text of /proc/net/tcp or tcp6. */
export const socketsOnPort = (table: string, port: number): string[] => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix))
    .flatMap((fields) => fields[9] ?? []);
};

const quietly = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

const holds = (pid: string, links: ReadonlySet<string>): boolean =>
  quietly(() => readdirSync(`/proc/${pid}/fd`), []).some((fd) =>
    links.has(quietly(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '')),
  );

/** "process 123 (java -cp …)" for the process that holds this TCP port; undefined where the system does not tell us. */
export const portOwner = (port: number): string | undefined => {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) =>
    socketsOnPort(
      quietly(() => readFileSync(path, 'utf8'), ''),
      port,
    ),
  );
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (links.size === 0) return undefined;
  const pid = quietly(() => readdirSync('/proc'), []).find((name) => /^\d+$/.test(name) && holds(name, links));
  if (pid === undefined) return undefined;
  const command = commandOf(Number(pid)).trim();
  return `process ${pid} (${command.length > 80 ? `${command.slice(0, 80)}…` : command})`;
};
