import type { RecordMetadata } from 'kafkajs';
import type { PartitionQueue } from './partition.queue.js';
import type { WaitingRecord } from './waiting.record.js';

/** What one send carries of one partition. */
export interface Cargo {
  readonly queue: PartitionQueue;
  readonly records: readonly WaitingRecord[];
}

/** Where the first record of a cargo lies; `appendedAt` is `null` on a topic that keeps the producer's time. */
export interface Covered {
  readonly cargo: Cargo;
  readonly baseOffset: number;
  readonly appendedAt: number | null;
}

/**
 * Splits what was sent into what the answer names and what it does not; pure. kafkajs resolves a send although parts
 * of it were never stored: when a leader moved between two tries, and when its metadata lacks a partition.
 */
export function checkCoverage(
  cargos: readonly Cargo[],
  answer: readonly RecordMetadata[],
): { covered: Covered[]; missed: Cargo[] } {
  const byPartition = new Map(answer.map((metadata) => [metadata.partition, metadata]));
  const covered: Covered[] = [];
  const missed: Cargo[] = [];
  for (const cargo of cargos) {
    const metadata = byPartition.get(cargo.queue.partition);
    const baseOffset = Number(metadata?.baseOffset ?? -1);
    if (metadata === undefined || metadata.errorCode !== 0 || !(baseOffset >= 0)) {
      missed.push(cargo);
      continue;
    }
    const appendedAt = Number(metadata.logAppendTime ?? -1);
    covered.push({ cargo, baseOffset, appendedAt: appendedAt >= 0 ? appendedAt : null });
  }
  return { covered, missed };
}
