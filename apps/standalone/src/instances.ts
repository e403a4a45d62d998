import { join } from 'node:path';
import { repositoryRoot } from '@app/embedded';
import { SupervisedProcess } from './processes/supervised.process.js';
import { RECEIVER, type ServiceName } from './service.list.js';
import type { Environment } from './settings/environment.js';
import type { StackPorts } from './settings/port.memory.js';
import type { RunningService } from './settings/state.file.js';

/** Node, Nest and the first connections, on a machine that is busy with the same for all the others. */
const READY_WITHIN_MS = 60_000;
/** With the 12 s broker and database may take afterwards, everything ends within 25 s. */
const GRACE_MS = 11_000;

/** JavaScript file a service begins with; `npm run build` makes it. */
export const entryOf = (name: ServiceName): string => join(repositoryRoot(), 'dist/apps', name, 'src/main.js');

const fixedPort = (name: ServiceName, ports: StackPorts): number | undefined => {
  if (name === 'ingest' || name === 'console') return ports[name];
  return name === RECEIVER ? ports.receiver : undefined;
};

export interface InstancesOptions {
  readonly environment: Environment;
  readonly ports: StackPorts;
  /** Existing folder for one log file an instance. */
  readonly logDir: string;
  readonly onTrouble: (who: string, text: string) => void;
  readonly onChange: () => void;
}

/** The running instances of services: the first of each on its fixed port, further ones on free ports. */
export class Instances {
  readonly processes: SupervisedProcess[] = [];
  readonly #killAll = (): void => this.kill();

  constructor(private readonly options: InstancesOptions) {
    process.on('exit', this.#killAll);
  }

  /** Those that run and have said where. */
  running(): RunningService[] {
    return this.processes.flatMap(({ spec: { name }, pid, url, management }) =>
      pid === undefined || management === undefined ? [] : [{ name, pid, ...(url ? { url } : {}), management }],
    );
  }

  /** Starts one more and resolves when it is ready. */
  async add(name: ServiceName): Promise<SupervisedProcess> {
    const instance = this.#make(name);
    this.processes.push(instance);
    instance.start();
    await instance.ready(READY_WITHIN_MS);
    return instance;
  }

  /** SIGTERM to all, SIGKILL to those that do not heed it; resolves when they are gone. */
  async stop(): Promise<void> {
    const stopped = this.processes.map(async (each) => {
      if (!(await each.stop(GRACE_MS))) {
        this.options.onTrouble(each.spec.label, `did not end within ${GRACE_MS / 1000} s and was killed`);
      }
      await each.close();
    });
    await Promise.all(stopped);
    process.off('exit', this.#killAll);
  }

  /** SIGKILL to all, at once. */
  kill(): void {
    for (const each of this.processes) each.kill();
  }

  #make(name: ServiceName): SupervisedProcess {
    const { environment, ports, logDir, onTrouble, onChange } = this.options;
    const before = this.processes.filter(({ spec }) => spec.name === name).length;
    const label = before === 0 ? name : `${name}-${before + 1}`;
    const port = before === 0 ? fixedPort(name, ports) : undefined;
    const env = { ...environment, WAYBILL_PORT: String(port ?? 0), WAYBILL_MANAGEMENT_PORT: '0' };
    return new SupervisedProcess(
      { label, name, entry: entryOf(name), env, logFile: join(logDir, `${label}.log`) },
      { onTrouble: (text) => onTrouble(label, text), onChange },
    );
  }
}
