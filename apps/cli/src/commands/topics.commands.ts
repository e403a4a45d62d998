import { KINDS } from '@app/contracts';
import { applyTopics, declareTopics, type TopicDeclaration } from '@app/kafka';
import { kafkaConnection } from '@app/service';
import type { Command, Invocation, Output } from '../command/command.js';
import type { Installation } from '../installation/installation.js';
import { table } from '../output/table.js';
import { topicsAccess } from '../settings.js';

const quiet = (): void => undefined;
/** What kafkajs says on the way is in the error it ends with. */
export const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** The cluster, and every topic as it shall be there. */
export const declaredTopics = (installation: Installation) => {
  const { kafka, partitions, retry, topics } = installation.read(topicsAccess);
  const declared: readonly TopicDeclaration[] = declareTopics({
    partitions,
    replication: topics.replication,
    minInSync: topics.minInSync,
    kinds: KINDS,
    retryDelaysMs: retry.delays,
  });
  return { connection: kafkaConnection(kafka, 'waybill-cli'), declared };
};

const run = async ({ installation, progress }: Invocation, dryRun: boolean): Promise<Output> => {
  const { connection, declared } = declaredTopics(installation);
  progress(`Comparing ${declared.length} topics …`);
  const changes = await applyTopics(connection, SILENT, declared, { dryRun });
  const columns = [
    ['TOPIC', ({ topic }: (typeof changes)[number]) => topic],
    ['CHANGE', ({ change }: (typeof changes)[number]) => change],
    ['WHAT', ({ sentence }: (typeof changes)[number]) => sentence],
  ] as const;
  return { json: { items: changes }, text: table(changes, columns, 'The topics are as declared.') };
};

const NOTE =
  'Counts, delays and replicas come from WAYBILL_PARTITIONS_*, _RETRY_DELAYS, _TOPICS_REPLICATION, _TOPICS_MIN_IN_SYNC.';

export const topicsCommands: readonly Command[] = [
  {
    name: 'topics plan',
    positionals: [],
    summary: 'what `topics apply` would change',
    note: NOTE,
    examples: ['topics plan', 'topics plan --json'],
    options: {},
    run: (invocation) => run(invocation, true),
  },
  {
    name: 'topics apply',
    positionals: [],
    note: NOTE,
    summary: 'create topics that are missing, add partitions, set what differs',
    examples: ['topics apply'],
    options: {},
    run: (invocation) => run(invocation, false),
  },
];
