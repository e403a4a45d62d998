import { z } from 'zod';

/** So many lives that ended without progress at one offset, and the partition is read one record at a time. */
export const SUSPECT_DEATHS = 3;
/** So many lives that ended with one record alone in flight, and that record is the thrower. */
export const CONVICT_DEATHS = 2;

/**
 * What a member writes into the metadata of its offset commit, so that the next owner knows how this life ended:
 * a mark that is still there was not cleared by an orderly end.
 */
export interface LifeMark {
  /** Lives begun at this very offset, this one included. */
  readonly lives: number;
  /** Everything handed out lies below; `null` before it is known. */
  readonly handedOut: number | null;
  /** The record handed out alone, and how often. */
  readonly alone: { readonly offset: number; readonly times: number } | null;
}

const shape = z.tuple([z.literal('w1'), z.number(), z.number().nullable(), z.number().nullable(), z.number()]);

/** Writes a mark as commit metadata, some 30 bytes of the 4,096 the broker allows. */
export function writeMark({ lives, handedOut, alone }: LifeMark): string {
  return JSON.stringify(['w1', lives, handedOut, alone?.offset ?? null, alone?.times ?? 0]);
}

/** Reads a mark; `null` for an orderly end, and for anything somebody else wrote. */
export function readMark(metadata: string | null): LifeMark | null {
  if (!metadata) return null;
  try {
    const [, lives, handedOut, offset, times] = shape.parse(JSON.parse(metadata));
    return { lives, handedOut, alone: offset === null ? null : { offset, times } };
  } catch {
    return null;
  }
}

/** How a life begins: whether up to some offset records go one at a time, and whether one is not handed out at all. */
export interface LifePlan {
  readonly mark: LifeMark;
  /** Read single records below this offset; `null` = normally; `'first batch'` = to the end of the first batch. */
  readonly singleUntil: number | 'first batch' | null;
  /** The record to quarantine. */
  readonly convicted: number | null;
}

/**
 * Decides from what the last owner left; pure. `start` is where this life begins, `committed` Kafka's commit. A mark
 * of another offset does not count: there was progress.
 */
export function planLife(left: LifeMark | null, committed: number | null, start: number): LifePlan {
  const same = left !== null && committed === start;
  const lives = same ? left.lives + 1 : 1;
  const alone = same ? left.alone : null;
  const mark = { lives, handedOut: same ? left.handedOut : null, alone };
  const suspect = lives > SUSPECT_DEATHS || alone !== null;
  if (!suspect) return { mark, singleUntil: null, convicted: null };
  const handedOut = mark.handedOut !== null && mark.handedOut > start ? mark.handedOut : null;
  return {
    mark,
    singleUntil: handedOut ?? 'first batch',
    convicted: alone !== null && alone.times >= CONVICT_DEATHS ? alone.offset : null,
  };
}

/** The mark before a record is handed out alone. */
export function markAlone(mark: LifeMark, offset: number): LifeMark {
  const times = mark.alone?.offset === offset ? mark.alone.times + 1 : 1;
  return { ...mark, alone: { offset, times } };
}

/** The mark once the committed offset has moved on, in a life that goes on. */
export const markProgress = (handedOut: number): LifeMark => ({ lives: 1, handedOut, alone: null });
