import type { ServerResponse } from 'node:http';
import type { Knobs } from '../control/knobs.js';

const CHUNK = Buffer.alloc(16_384, 'x');

const writeForEver = (response: ServerResponse): void => {
  const more = (): void => {
    while (!response.destroyed && response.write(CHUNK));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

/** Does what a broken endpoint does, if the knobs say so; whether they did. */
export function misbehave(response: ServerResponse, knobs: Knobs): boolean {
  const { socket } = response;
  if (knobs.hang === true) return true;
  if (knobs.reset === true) socket?.resetAndDestroy();
  else if (knobs.close === true) socket?.end();
  else if (knobs.garbage === true) socket?.end('this is not HTTP\r\n\r\n');
  else if (knobs.endless === true) writeForEver(response.writeHead(knobs.status ?? 200));
  else return false;
  return true;
}
