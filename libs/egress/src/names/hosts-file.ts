import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** Name in lower case → its addresses in the order of the file. Comments and lines without an address are ignored. */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const known = hosts.get(name.toLowerCase());
      if (known) known.push(address);
      else hosts.set(name.toLowerCase(), [address]);
    }
  }
  return hosts;
}

/** Looks names up in a hosts file, read anew when it has changed. A file that cannot be read holds no names. */
export function hostsFile(path: string): (name: string) => readonly string[] {
  let stamp = '';
  let hosts = parseHosts('');
  return (name) => {
    // Read in place: it is small, local, and asked at most once a name and cache lifetime.
    const stat = statSync(path, { throwIfNoEntry: false });
    const seen = stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : '';
    if (seen !== stamp) {
      hosts = parseHosts(stat ? readFileSync(path, 'utf8') : '');
      stamp = seen;
    }
    return hosts.get(name) ?? [];
  };
}
