import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { EmbeddedError } from '../embedded.error.js';
import { portOwner } from './port.owner.js';

/** Whether a server can listen on 127.0.0.1 at this port now. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** The failure for a port somebody else has, with the owner where he can be found. */
export const portTaken = (port: number, what: string): EmbeddedError => {
  const owner = portOwner(port);
  return new EmbeddedError(
    'PORT_TAKEN',
    `Port ${port} on 127.0.0.1, meant for ${what}, is taken${owner ? ` by ${owner}` : ''}. End that process or choose another port.`,
  );
};

/** Fails with PORT_TAKEN if one of these ports is not free. */
export const requireFree = async (ports: readonly number[], what: string): Promise<void> => {
  for (const port of ports) if (!(await isPortFree(port))) throw portTaken(port, what);
};

/**
 * Ports to choose from, [first, end), given the system's "low high" of outgoing connections (Linux: 32768 60999). A server's
 * port must lie outside: while it is down, a client's next attempt could be given that very port and connect to itself.
 */
export const serverPortRange = (outgoing: string): readonly [number, number] => {
  const low = Number.parseInt(outgoing, 10);
  return low >= 20_000 && low <= 65_535 ? [Math.max(15_000, low - 16_000), low] : [15_000, 32_768];
};

const outgoingRange = (): string => {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
  } catch {
    return '';
  }
};

/** Chooses `count` different free ports at random. They are not reserved: {@link withFreePorts} chooses again if one is lost. */
export const freePorts = async (count: number): Promise<number[]> => {
  const [first, end] = serverPortRange(outgoingRange());
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < count; tries++) {
    if (tries > 1_000) throw new EmbeddedError('PORT_TAKEN', `No free port found between ${first} and ${end}.`);
    const port = randomInt(first, end);
    if (await isPortFree(port)) chosen.add(port);
  }
  return [...chosen];
};

/** Calls `use` with chosen ports, and with others if it fails because somebody was quicker to take one; at most four times. */
export const withFreePorts = async <T>(count: number, use: (ports: number[]) => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await use(await freePorts(count));
    } catch (error) {
      if (tries === 4 || !(error instanceof EmbeddedError && error.code === 'PORT_TAKEN')) throw error;
    }
  }
};
