import { statfs } from 'node:fs/promises';
import { EmbeddedError, ensureJava, ensureKafkaJars, requireFree } from '@app/embedded';

/** A fresh broker and a fresh database take 100 MB; below this an evening's events fill the disk. */
const LEAST_FREE_BYTES = 500 * 1024 * 1024;

/** What the machine must offer before anything is started. */
export interface PreflightOptions {
  /** Existing folder that will hold the data. */
  readonly dataDir: string;
  /** Name of the service → the fixed port it is to listen on. */
  readonly ports: Readonly<Record<string, number>>;
  readonly log: (line: string) => void;
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;

/** What is wrong with the free space of a disk, `null` if it will do. */
export const diskProblem = (freeBytes: number, folder: string): string | null =>
  freeBytes >= LEAST_FREE_BYTES
    ? null
    : `${folder} has ${megabytes(freeBytes)} left on its disk, ${megabytes(LEAST_FREE_BYTES)} are needed. Make room, or wipe old data with --reset.`;

const requireRoom = async (folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  const problem = diskProblem(bavail * bsize, folder);
  if (problem !== null) throw new Error(problem);
};

const requirePort = async (name: string, port: number): Promise<void> => {
  try {
    await requireFree([port], name);
  } catch (cause) {
    const taken = cause instanceof EmbeddedError ? cause.message : String(cause);
    throw new Error(`${taken} (--port-base N moves ingest to N and console to N + 100.)`, { cause });
  }
};

/**
 * Looks for everything that would stop the start: Java, Kafka's jars (fetched with Maven where they are not there yet),
 * room on the disk, the fixed ports. All that is wrong, one sentence each with the way out; empty if nothing is.
 */
export const preflight = async ({ dataDir, ports, log }: PreflightOptions): Promise<string[]> => {
  const results = await Promise.allSettled([
    ensureJava(),
    ensureKafkaJars({ log }),
    requireRoom(dataDir),
    ...Object.entries(ports).map(([name, port]) => requirePort(name, port)),
  ]);
  return results.flatMap((result) =>
    result.status === 'rejected'
      ? [result.reason instanceof Error ? result.reason.message : String(result.reason)]
      : [],
  );
};
