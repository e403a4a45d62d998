import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';
import { programOnPath, repositoryRoot } from '../machine.settings.js';
import { takeLock } from '../process/folder.lock.js';
import { runProgram } from '../process/run.program.js';
import { waitUntil } from '../process/wait.condition.js';

/** How the jars are fetched. */
export interface JarsOptions {
  /** Holds one folder of jars for each version of the POM. Default: `.cache` in the repository. */
  readonly cacheDir?: string;
  readonly log?: (line: string) => void;
}

/** As long as a slow line may take for 44 MB before a second process gives up waiting for the first. */
const waitForOtherMs = 15 * 60_000;

/** Name of the folder for this POM: another POM, another folder, so a change of version can never mix jars. */
export const jarsFolderName = (pom: string): string =>
  `kafka-libs-${createHash('sha256').update(pom).digest('hex').slice(0, 16)}`;

const fetchInto = async (target: string, pom: string): Promise<void> => {
  const maven = programOnPath('mvn');
  if (maven === undefined) {
    throw new EmbeddedError(
      'MAVEN_MISSING',
      `Kafka's jars are fetched once with Maven, and the PATH has no mvn. Install Maven (for Debian: apt-get install maven), ` +
        `or copy the folder ${target} from a machine that has it.`,
    );
  }
  const draft = `${target}.${randomUUID()}`;
  try {
    const { code, output } = await runProgram({
      file: maven,
      args: [
        '-q',
        '-B',
        '-f',
        pom,
        'dependency:copy-dependencies',
        `-DoutputDirectory=${draft}`,
        '-DincludeScope=runtime',
      ],
    });
    if (code !== 0 || !existsSync(draft)) {
      const tail = output.trim().split('\n').slice(-8).join('\n  ');
      throw new EmbeddedError(
        'JARS_FETCH_FAILED',
        `Maven could not fetch Kafka's jars. Check the network, or the mirror and proxy in Maven's settings.xml, and start again. It said:\n  ${tail}`,
      );
    }
    await rename(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/**
 * Path of the folder with Kafka's jars, fetched with Maven if it is not there yet (7 s, 44 MB). Any number of processes may
 * ask at once: one fetches, the others wait for it. Fails with MAVEN_MISSING or JARS_FETCH_FAILED.
 */
export const ensureKafkaJars = async ({ cacheDir, log }: JarsOptions = {}): Promise<string> => {
  const root = repositoryRoot();
  const pom = join(root, 'libs', 'embedded', 'kafka', 'pom.xml');
  const cache = cacheDir ?? join(root, '.cache');
  const target = join(cache, jarsFolderName(await readFile(pom, 'utf8')));
  if (existsSync(target)) return target;
  await mkdir(cache, { recursive: true });

  let lock = await takeLock(`${target}.lock`);
  if ('heldBy' in lock) {
    log?.(`Waiting for process ${lock.heldBy.pid} to fetch Kafka's jars`);
    await waitUntil(async () => 'release' in (lock = await takeLock(`${target}.lock`)), waitForOtherMs, 200);
  }
  if ('heldBy' in lock) {
    throw new EmbeddedError(
      'JARS_FETCH_FAILED',
      `Process ${lock.heldBy.pid} has been fetching Kafka's jars for ${waitForOtherMs / 60_000} minutes. End it and start again.`,
    );
  }
  try {
    if (!existsSync(target)) {
      log?.(`Fetching Kafka's jars with Maven into ${target} (once, 44 MB)`);
      await fetchInto(target, pom);
    }
    return target;
  } finally {
    await lock.release();
  }
};
