import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedPostgres, PostgresOptions } from '../embedded.types.js';
import { claimDataFolder } from '../process/data.folder.js';
import { requireFree, withFreePorts } from '../process/port.choice.js';
import { endOrphan, ServerProcess, type ServerProcessOptions } from '../process/server.process.js';
import { serverAccount } from './postgres.account.js';
import { findBinaries } from './postgres.binaries.js';
import {
  clusterFolder,
  createCluster,
  databaseName,
  openCluster,
  readState,
  removeMisleadingPidFile,
} from './postgres.folder.js';

/** Recovery after a kill replays at most `max_wal_size` (1 GB) of log. */
const startTimeoutMs = 120_000;

/** A fast shutdown: sessions are ended, a checkpoint is written. SIGTERM would wait for the clients. */
const fastShutdown = 'SIGINT';

const defaults = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** Whether the text of `postmaster.pid` says that the server with this pid accepts connections (its 8th line; pg_ctl reads it too). */
export const isReady = (pidFile: string, pid: number | undefined): boolean => {
  const lines = pidFile.split('\n').map((line) => line.trim());
  return Number(lines[0]) === pid && lines[7] === 'ready';
};

/**
 * Starts a Postgres and resolves when it accepts connections: 1.5 s with a new data folder, else 0.2 s. Fails with an
 * EmbeddedError; nothing runs then, and an existing data folder is as it was.
 */
export const startPostgres = async (options: PostgresOptions = {}): Promise<EmbeddedPostgres> => {
  const { dataDir, port: fixed, settings, log, onDeath } = options;
  const binaries = findBinaries();
  const folder = await claimDataFolder('postgres', dataDir, (path) => endOrphan(path, fastShutdown));

  const prepare = async () => {
    await requireFree(fixed === undefined ? [] : [fixed], 'Postgres');
    const state = await readState(folder.path);
    const account = serverAccount(state?.owner);
    const uid = account?.uid ?? process.getuid?.();
    if (!state) log?.(`Making a new Postgres data folder in ${folder.path}`);
    const password = state
      ? await openCluster(folder.path, state, uid)
      : await createCluster({ folder: folder.path, durable: !folder.temporary, account }, binaries);
    return { account, password };
  };

  try {
    const { account, password } = await prepare();
    return await withFreePorts(1, async ([free]) => {
      const port = fixed ?? free;
      if (port === undefined) throw new RangeError('No port for Postgres');
      const cluster = clusterFolder(folder.path);
      const flags = Object.entries({ ...defaults, ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
      const server: ServerProcess = new PostgresProcess(folder.path, {
        what: 'Postgres',
        command: { file: binaries.postgres, args: ['-D', cluster, '-p', String(port), ...flags] },
        port,
        folder: folder.path,
        logs: [join(folder.path, 'console.log')],
        stopSignal: fastShutdown,
        account,
        isReady: async () =>
          isReady(await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''), server.pid),
        startTimeoutMs,
        onDeath,
      });
      await server.start();
      log?.(`Postgres listens at 127.0.0.1:${port}`);
      return {
        url: `postgres://${databaseName}:${password}@127.0.0.1:${port}/${databaseName}`,
        port,
        dataDir: folder.path,
        server,
        get pid() {
          return server.pid;
        },
        stop: async () => {
          // What is about to be removed need not be closed with care.
          await (folder.temporary ? server.kill() : server.stop());
          await folder.release();
        },
      };
    });
  } catch (error) {
    await folder.release();
    throw error;
  }
};

/** A Postgres server process; its own stale lock is out of the way before each start. */
class PostgresProcess extends ServerProcess {
  private readonly dataDir: string;

  constructor(dataDir: string, options: ServerProcessOptions) {
    super(options);
    this.dataDir = dataDir;
  }

  override async start(): Promise<void> {
    await removeMisleadingPidFile(this.dataDir);
    await super.start();
  }
}
