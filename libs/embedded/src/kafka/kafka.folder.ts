import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError } from '../embedded.error.js';

/** What a broker's `meta.properties` says it belongs to. */
export interface BrokerMark {
  /** The broker's folder: node-1, node-2 … */
  readonly id: number;
  readonly clusterId: string;
  readonly nodeId: number;
}

/** The cluster a data folder belongs to, and which of its brokers are still to be formatted. */
export interface FolderPlan {
  readonly clusterId: string;
  readonly unformatted: readonly number[];
}

/** Reads the text of a `meta.properties`; undefined if it lacks the cluster or the node. */
export const parseMark = (id: number, text: string): BrokerMark | undefined => {
  const value = (key: string): string | undefined =>
    new RegExp(`^${key.replaceAll('.', '\\.')}=(.+)$`, 'm').exec(text)?.[1]?.trim();
  const clusterId = value('cluster.id');
  const nodeId = value('node.id');
  return clusterId === undefined || nodeId === undefined ? undefined : { id, clusterId, nodeId: Number(nodeId) };
};

/** A new cluster id: 16 random bytes in base64url. One that began with "-" would be read as an option. */
export const newClusterId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
};

const stale = (folder: string, why: string): EmbeddedError =>
  new EmbeddedError(
    'DATA_FOLDER_STALE',
    `The Kafka data folder ${folder} ${why}. Remove it to begin with an empty one, or choose another folder.`,
  );

/**
 * Decides what is to be done with a data folder, for a cluster of this many brokers. `size` is the number of brokers the
 * folder was laid out for, 0 for a new one; fewer marks than that mean that the first start was interrupted.
 */
export const planFolder = (folder: string, size: number, marks: readonly BrokerMark[], brokers: number): FolderPlan => {
  if (size > 0 && size !== brokers) throw stale(folder, `holds a cluster of ${size} and not of ${brokers}`);
  const ids = new Set(marks.map((mark) => mark.clusterId));
  if (ids.size > 1) throw stale(folder, `holds brokers of different clusters (${[...ids].join(', ')})`);
  const moved = marks.find((mark) => mark.nodeId !== mark.id);
  if (moved) throw stale(folder, `has the data of broker ${moved.nodeId} in the place of broker ${moved.id}`);
  const formatted = new Set(marks.map((mark) => mark.id));
  return {
    clusterId: marks[0]?.clusterId ?? newClusterId(),
    unformatted: Array.from({ length: brokers }, (_, index) => index + 1).filter((id) => !formatted.has(id)),
  };
};

/** Folder of one broker inside the data folder. */
export const nodeFolder = (folder: string, id: number): string => join(folder, `node-${id}`);

/** Folders of all brokers a data folder has, formatted or not. */
export const nodeFolders = async (folder: string): Promise<{ readonly id: number; readonly path: string }[]> => {
  const names = await readdir(folder).catch((): string[] => []);
  return names.flatMap((name) => {
    const id = /^node-(\d)$/.exec(name)?.[1];
    return id === undefined ? [] : [{ id: Number(id), path: join(folder, name) }];
  });
};

const readMark = async (folder: string, id: number, path: string): Promise<BrokerMark | undefined> => {
  const data = join(path, 'data');
  const text = await readFile(join(data, 'meta.properties'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    const names = await readdir(data).catch((): string[] => []);
    if (names.includes('__cluster_metadata-0')) throw stale(folder, `has lost the meta.properties of broker ${id}`);
    return undefined;
  }
  const mark = parseMark(id, text);
  if (!mark) throw stale(folder, `has an unreadable meta.properties for broker ${id}`);
  return mark;
};

/** The plan for a data folder as it is on disk. Fails with DATA_FOLDER_STALE where it cannot serve this cluster. */
export const readPlan = async (folder: string, brokers: number): Promise<FolderPlan> => {
  const nodes = await nodeFolders(folder);
  const marks = await Promise.all(nodes.map(({ id, path }) => readMark(folder, id, path)));
  return planFolder(
    folder,
    nodes.length,
    marks.filter((mark) => mark !== undefined),
    brokers,
  );
};
