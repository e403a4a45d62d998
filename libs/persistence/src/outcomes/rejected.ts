import { createHash } from 'node:crypto';
import type { RejectReason, SpaceId } from '@app/contracts';
import { timestamptz } from '../column-types.js';
import type { Queryable } from '../database.js';

/** Where a record stood. */
export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Something refused, kept for people to see, mend and submit. */
export interface NewRejection {
  /** The record that tells of it: the same one is listed once, however often it is read. */
  readonly source: RecordPosition;
  /** Where the refused record itself stood; `null` for a refused call. */
  readonly position: RecordPosition | null;
  readonly spaceId: SpaceId | null;
  readonly door: string;
  readonly reason: RejectReason;
  readonly detail: string;
  /** Epoch ms. */
  readonly atMs: number;
  /** `null` where it must not be kept as it is. */
  readonly value: Buffer | null;
  readonly valueBytes: number;
  readonly valueSha256: Buffer | null;
}

/** UUIDv8 of the source. */
function rejectedId({ source: { topic, partition, offset } }: NewRejection): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(['waybill.rejected.1', topic, partition, offset]))
    .digest();
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x80;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const INSERT = `
  insert into rejected_events (id, space_id, door, reason, detail, at, topic, partition, "offset", value, value_bytes,
                               value_sha256)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::int[],
                       $9::bigint[], $10::bytea[], $11::int[], $12::bytea[])
  on conflict do nothing`;

/** Lists rejected records; one whose source is listed already changes nothing. */
export async function insertRejected(tx: Queryable, rows: readonly NewRejection[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: NewRejection) => T): T[] => rows.map(pick);
  await tx.query({
    name: 'rejected.insert',
    text: INSERT,
    values: [
      column(rejectedId),
      column((row) => row.spaceId),
      column((row) => row.door),
      column((row) => row.reason),
      column((row) => row.detail),
      column((row) => timestamptz(row.atMs)),
      column((row) => row.position?.topic ?? null),
      column((row) => row.position?.partition ?? null),
      column((row) => row.position?.offset ?? null),
      column((row) => row.value),
      column((row) => row.valueBytes),
      column((row) => row.valueSha256),
    ],
  });
}
