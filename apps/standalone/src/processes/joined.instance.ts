import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { spawnable } from '@app/embedded';
import type { Endpoint } from '@app/service';
import { entryOf } from '../instances.js';
import type { ServiceName } from '../service.list.js';
import type { Environment } from '../settings/environment.js';
import { leaveWord } from '../settings/joined.folder.js';
import { listeningOf } from './listening.message.js';

export interface InstanceOptions {
  /** Data folder of the stack it joins. */
  readonly dataDir: string;
  readonly env: Environment;
}

/**
 * Runs one more instance of a service in the foreground, its log on this terminal, listed in the stack's state file as
 * long as it runs. A stop signal ends it. Resolves with its exit code.
 */
export const runInstance = async (name: ServiceName, { dataDir, env }: InstanceOptions): Promise<number> => {
  const command = spawnable({ file: process.execPath, args: [entryOf(name)] }, { onParentDeath: 'SIGTERM' });
  const child = spawn(command.file, command.args, {
    env: { ...env, WAYBILL_PORT: '0', WAYBILL_MANAGEMENT_PORT: '0' },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const urls: Partial<Record<Endpoint, string>> = {};
  let takeBack: (() => Promise<void>) | undefined;
  child.on('message', (message) => {
    const listening = listeningOf(message);
    if (!listening || child.pid === undefined) return;
    urls[listening.endpoint] = listening.url;
    const { http, management } = urls;
    if (!management) return;
    const word = { name, pid: child.pid, ...(http ? { url: http } : {}), management };
    void leaveWord(dataDir, word).then((remove) => (takeBack = remove));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
  await once(child, 'exit');
  await takeBack?.();
  return child.exitCode ?? 1;
};
