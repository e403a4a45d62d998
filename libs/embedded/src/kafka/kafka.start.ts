import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';
import type { EmbeddedKafka, KafkaOptions } from '../embedded.types.js';
import { repositoryRoot } from '../machine.settings.js';
import { claimDataFolder, type DataFolder } from '../process/data.folder.js';
import { requireFree, withFreePorts } from '../process/port.choice.js';
import { runProgram } from '../process/run.program.js';
import { endOrphan } from '../process/server.process.js';
import { waitUntil } from '../process/wait.condition.js';
import { brokerLog, type BrokerParts, formatCommand, serveCommand } from './broker.command.js';
import { BrokerNode } from './broker.node.js';
import { brokerProperties } from './broker.properties.js';
import { ensureKafkaJars } from './jars.fetch.js';
import { ensureJava } from './java.check.js';
import { nodeFolder, nodeFolders, readPlan } from './kafka.folder.js';
import { listedBrokers } from './metadata.probe.js';

/** How long brokers that all run may take to know each other. */
const meetTimeoutMs = 30_000;

interface Ports {
  readonly clients: readonly number[];
  readonly controllers: readonly number[];
}

const endOrphans = async (folder: string): Promise<void> => {
  await Promise.all((await nodeFolders(folder)).map(({ path }) => endOrphan(path, 'SIGTERM')));
};

const format = async (parts: BrokerParts, id: number, clusterId: string): Promise<void> => {
  const { code, output } = await runProgram(formatCommand(parts, clusterId));
  if (code === 0) return;
  throw new EmbeddedError(
    'START_FAILED',
    `Kafka could not format the folder of broker ${id}. It said:\n${output.trim()}`,
  );
};

const stopAll = async (nodes: readonly BrokerNode[]): Promise<void> => {
  await Promise.all(nodes.map((node) => node.stop()));
};

const startAll = async (nodes: readonly BrokerNode[]): Promise<void> => {
  const results = await Promise.allSettled(nodes.map((node) => node.start()));
  const failed = results.find((result) => result.status === 'rejected');
  const met =
    !failed &&
    (await waitUntil(async () => {
      const seen = await Promise.all(nodes.map((node) => listedBrokers(node.port)));
      return seen.every((brokers) => brokers.length === nodes.length);
    }, meetTimeoutMs));
  if (met) return;
  await stopAll(nodes);
  if (failed) throw failed.reason;
  throw new EmbeddedError('START_TIMEOUT', `The brokers run but did not all meet within ${meetTimeoutMs / 1_000} s.`);
};

const layNodes = async (
  folder: DataFolder,
  tools: { readonly java: string; readonly jars: string },
  ports: Ports,
  { settings = {}, heap = '512m', log, onDeath }: KafkaOptions,
): Promise<{ readonly nodes: readonly BrokerNode[]; readonly clusterId: string }> => {
  const { clusterId, unformatted } = await readPlan(folder.path, ports.clients.length);
  const logSettings = join(repositoryRoot(), 'libs', 'embedded', 'kafka', 'log4j2.properties');
  // All folders come before the first format: their number tells an interrupted first start from a cluster of another size.
  const parts = ports.clients.map((_, index) => ({ ...tools, folder: nodeFolder(folder.path, index + 1) }));
  await Promise.all(parts.map((part) => mkdir(part.folder, { recursive: true })));
  const nodes = parts.map(async (part, index) => {
    const [id, port] = [index + 1, ports.clients[index]];
    if (port === undefined) throw new RangeError(`No port for broker ${id}`);
    const shape = { id, ports: ports.clients, controllerPorts: ports.controllers, logDir: join(part.folder, 'data') };
    await writeFile(join(part.folder, 'server.properties'), brokerProperties({ ...shape, settings }));
    if (unformatted.includes(id)) await format(part, id, clusterId);
    // What a failed start quotes must be of that start.
    await rm(brokerLog(part.folder), { force: true });
    return new BrokerNode(id, { command: serveCommand(part, heap, logSettings), port, folder: part.folder, onDeath });
  });
  if (unformatted.length > 0) log?.(`Formatting ${unformatted.length} broker folder(s) in ${folder.path}`);
  return { nodes: await Promise.all(nodes), clusterId };
};

/**
 * Starts a cluster and resolves when every broker lists every other as alive: 4 s for one new broker on two cores, 3 s on
 * existing data. Fails with an EmbeddedError; nothing runs then, and an existing data folder is as it was.
 */
export const startKafka = async (options: KafkaOptions = {}): Promise<EmbeddedKafka> => {
  const { brokers = 1, ports: fixed, dataDir, log } = options;
  if (fixed && fixed.length !== brokers)
    throw new RangeError(`${brokers} broker(s) need as many ports, not ${fixed.length}`);
  const [java, jars] = await Promise.all([ensureJava(), ensureKafkaJars(log ? { log } : {})]);
  const folder = await claimDataFolder('kafka', dataDir, endOrphans);
  const chosen = fixed ? brokers : 2 * brokers;
  const attempt = async (free: readonly number[]): Promise<EmbeddedKafka> => {
    const ports = { clients: fixed ?? free.slice(brokers), controllers: free.slice(0, brokers) };
    const { nodes, clusterId } = await layNodes(folder, { java, jars }, ports, options);
    await startAll(nodes);
    const addresses = nodes.map((node) => node.address);
    log?.(`Kafka listens at ${addresses.join(', ')}`);
    return {
      brokers: addresses,
      clusterId,
      dataDir: folder.path,
      nodes,
      get pids() {
        return nodes.flatMap((node) => node.pid ?? []);
      },
      node: (id) => {
        const node = nodes[id - 1];
        if (!node) throw new RangeError(`There is no broker ${id} among ${nodes.length}`);
        return node;
      },
      stop: async () => {
        // What is about to be removed need not be closed with care.
        await (folder.temporary ? Promise.all(nodes.map((node) => node.kill())) : stopAll(nodes));
        await folder.release();
      },
    };
  };
  try {
    await requireFree(fixed ?? [], 'Kafka');
    return await withFreePorts(chosen, attempt);
  } catch (error) {
    await folder.release();
    throw error;
  }
};
