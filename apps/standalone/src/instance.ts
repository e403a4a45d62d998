import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { dataHomePath } from './launch/data.home.js';
import { runInstance } from './processes/joined.instance.js';
import { readPrivate } from './settings/private.file.js';
import { isServiceName, RECEIVER, SERVICES } from './service.list.js';

const USAGE = `npm run service -- <${[...SERVICES, RECEIVER].join('|')}> [--data-dir DIR]

Starts one more instance of a service, with the settings of the stack that runs (npm start), on free ports.`;

/** What the running stack gives its services; there is none where none runs. */
const environment = z.record(z.string(), z.string());

const parsed = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { 'data-dir': { type: 'string' } } });
  } catch {
    return { values: {}, positionals: [] };
  }
};

const { values, positionals } = parsed();
const [name] = positionals;
const dataDir = dataHomePath(values['data-dir'] ?? null);
const settings = await readPrivate(join(dataDir, 'environment.json'), environment);

if (!isServiceName(name)) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (settings === null) {
  console.error('Nothing runs here that an instance could join: `npm start` first, and wait until it is ready.');
  process.exitCode = 1;
} else {
  process.exitCode = await runInstance(name, { dataDir, env: { ...process.env, ...settings } });
}
