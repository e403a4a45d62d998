import type { ConsumedRecord, PartitionHandle, PartitionSlice } from '@app/kafka';
import type { IntakeEvent, ParsedRecord } from './parse-record.js';
import type { Rejection } from './reject.js';
import type { SliceSummary } from './store-batch.js';

/** A record and what it turned out to be. */
export interface ReadRecord {
  record: ConsumedRecord;
  parsed: ParsedRecord;
}

/** Records of one partition, read, with the offsets they cover; can be cut in two down to single records. */
export class ReadSlice {
  private constructor(
    readonly handle: PartitionHandle,
    private readonly from: number,
    private readonly next: number,
    private readonly records: readonly ReadRecord[],
    private readonly revision: number,
  ) {}

  /** `revision`: of the configuration the records were read with. */
  static of({ handle, from, next, items }: PartitionSlice<ReadRecord>, revision: number): ReadSlice {
    return new ReadSlice(handle, from, next, items, revision);
  }

  get partition(): number {
    return this.handle.partition;
  }

  get offsets(): number[] {
    return this.records.map(({ record }) => record.offset);
  }

  get events(): IntakeEvent[] {
    return this.records.flatMap(({ parsed }) => (parsed.is === 'event' ? [parsed.event] : []));
  }

  get rejections(): Rejection[] {
    return this.records.flatMap(({ record, parsed }) => (parsed.is === 'rejected' ? [{ record, ...parsed }] : []));
  }

  /**
   * Counts for the door's ledger. Only offsets the database has not counted yet matter: what lies below `expected` is
   * read for a second time.
   */
  summary(expected: number | null): SliceSummary {
    const begin = Math.max(this.from, expected ?? this.from);
    const uncounted = this.records.filter(({ record }) => record.offset >= begin);
    const refused = uncounted.filter(({ parsed }) => parsed.is === 'rejected');
    const tombstones = refused.filter(({ record }) => record.value === null).length;
    return {
      partition: this.partition,
      from: this.from,
      next: this.next,
      expected,
      revision: this.revision,
      appendTimeMs: this.records.at(-1)?.record.timestamp ?? 0,
      rejected: refused.length - tombstones,
      tombstones,
      // Measured from where the ledger ends, so that a hole in front of the slice is counted too.
      skipped: Math.max(0, this.next - (expected ?? this.from)) - uncounted.length,
    };
  }

  /** The same records read once more, because what is known of spaces has changed. */
  reread(read: (record: ConsumedRecord) => ReadRecord, revision: number): ReadSlice {
    const records = this.records.map((old) => (isRefusedByStorage(old.parsed) ? old : read(old.record)));
    return new ReadSlice(this.handle, this.from, this.next, records, revision);
  }

  /** Two halves that cover the same offsets; `null` for a single record. */
  split(): [ReadSlice, ReadSlice] | null {
    if (this.records.length < 2) return null;
    const middle = this.records.length >> 1;
    const border = this.records[middle]?.record.offset ?? this.next;
    return [
      new ReadSlice(this.handle, this.from, border, this.records.slice(0, middle), this.revision),
      new ReadSlice(this.handle, border, this.next, this.records.slice(middle), this.revision),
    ];
  }

  /** The same offsets with every event refused: what Postgres cannot hold is listed instead of stored. */
  refused(detail: string): ReadSlice {
    const records = this.records.map(({ record, parsed }): ReadRecord => {
      if (parsed.is === 'rejected') return { record, parsed };
      return {
        record,
        parsed: { is: 'rejected', reason: 'storage_refused', detail, spaceId: parsed.event.row.spaceId },
      };
    });
    return new ReadSlice(this.handle, this.from, this.next, records, this.revision);
  }
}

const isRefusedByStorage = (parsed: ParsedRecord): boolean =>
  parsed.is === 'rejected' && parsed.reason === 'storage_refused';
