import { once } from 'node:events';
import { connect } from 'node:net';
import { z } from 'zod';
import { testingSettings } from './testing.settings.js';

const Reply = z.union([z.object({ address: z.string() }), z.object({ error: z.string() })]);

/** Asks the run's stand for its broker or database, which the first question starts; fails with the stand's reason. */
export const askStand = async (what: 'kafka' | 'postgres'): Promise<string> => {
  const { stand } = testingSettings();
  if (stand === undefined) {
    throw new Error(
      `No ${what} for this test: run it with "npm run jest -- --selectProjects integration", whose set-up starts one, ` +
        `or name one in WAYBILL_TEST_${what.toUpperCase()}.`,
    );
  }
  const socket = connect({ port: Number(stand), host: '127.0.0.1' }).setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  socket.write(`${what}\n`);
  await once(socket, 'end');
  const reply = Reply.parse(JSON.parse(text));
  if ('error' in reply) throw new Error(`The test run's ${what} did not start: ${reply.error}`);
  return reply.address;
};
