import { parseArgs } from 'node:util';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dataHomePath } from './launch/data.home.js';
import { runInstance } from './processes/joined.instance.js';
import { isServiceName, RECEIVER, SERVICES } from './service.list.js';

const USAGE = `npm run service -- <${[...SERVICES, RECEIVER].join('|')}> [--data-dir DIR]

Starts one more instance of a service, with the settings of the stack that runs (npm start), on free ports.`;

const environment = z.record(z.string(), z.string());

/** The settings the running stack gives its services; `null` where none runs. */
const settingsOfStack = async (dataDir: string): Promise<z.infer<typeof environment> | null> => {
  const text = await readFile(join(dataDir, 'environment.json'), 'utf8').catch(() => null);
  return text === null ? null : environment.parse(JSON.parse(text));
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'data-dir': { type: 'string' } } });
const [name] = positionals;
const dataDir = dataHomePath(values['data-dir'] ?? null);
const settings = await settingsOfStack(dataDir);

if (!isServiceName(name)) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (settings === null) {
  console.error('Nothing runs here that an instance could join: `npm start` first, and wait until it is ready.');
  process.exitCode = 1;
} else {
  process.exitCode = await runInstance(name, { dataDir, env: { ...process.env, ...settings } });
}
