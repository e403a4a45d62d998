import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Started = z.object({ pid: z.int(), dataDir: z.string() });

/** A server started by a launcher process of its own. */
export interface LaunchedServer extends z.infer<typeof Started> {
  readonly launcher: ChildProcess;
}

/** Starts a server from another process; `env` replaces the launcher's environment. Fails with what the launcher printed. */
export const launchServer = async (
  what: 'kafka' | 'postgres',
  options: object,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LaunchedServer> => {
  const script = join(import.meta.dirname, 'launcher.mjs');
  const launcher = spawn(process.execPath, [script, what, JSON.stringify(options)], {
    env: { ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  launcher.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const failure = once(launcher, 'exit').then(() => Promise.reject(new Error(complaint)));
  const line = once(createInterface(launcher.stdout), 'line');
  const [text] = await Promise.race([line, failure]);
  failure.catch(() => undefined);
  return { ...Started.parse(JSON.parse(String(text))), launcher };
};
