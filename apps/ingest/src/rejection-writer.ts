import { createHash } from 'node:crypto';
import type { RejectReason, SpaceId } from '@app/contracts';
import { HEADERS } from '@app/contracts';
import { maskPersonal, maskValue, mintUid } from '@app/identity';
import type { OutgoingRecord, Producer } from '@app/kafka';
import type { Door } from './doors.js';

/** A call with a valid credential that was refused, as it is listed under Rejected. */
export interface Refusal {
  readonly spaceId: SpaceId;
  readonly door: Door;
  readonly reason: Extract<RejectReason, 'not_json' | 'schema'>;
  /** What was wrong, without values. */
  readonly detail: string;
  readonly atMs: number;
  /** What was sent, in the form in which it may be kept: see `keptBytes` and `keptValue`. */
  readonly value: string;
}

/** Long details are cut: a thousand wrong fields say no more than the first fifty. */
const MAX_DETAIL = 2000;

/** As long as a value of `events` may be; longer ones are kept as length and digest. */
const MAX_BYTES = 256 * 1024;

/** A credential of ours, wherever somebody put it. */
const CREDENTIAL = /wb_(sec|ing|adm)_[0-9A-Za-z]{32}/g;

const withoutKeys = (text: string): string => text.replace(CREDENTIAL, 'wb_$1_[masked]');

const digest = (body: Buffer): string =>
  JSON.stringify({ bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });

/** A body as it may be kept: what is personal hashed or masked; what is no JSON, or too long, as length and digest. */
export const keptBytes = (body: Buffer): string =>
  (body.length > MAX_BYTES ? null : maskPersonal(body)) ?? digest(body);

/** The same of a value that was read already. */
export function keptValue(value: unknown): string {
  const masked = maskValue(value);
  return masked.length > MAX_BYTES ? digest(Buffer.from(masked)) : masked;
}

/** The record of `events.rejected` for a refusal. */
export const rejectionRecord = (
  topic: string,
  { spaceId, door, reason, detail, atMs, value }: Refusal,
): OutgoingRecord => ({
  topic,
  key: mintUid(),
  value: withoutKeys(value),
  headers: {
    [HEADERS.reason]: reason,
    [HEADERS.detail]: withoutKeys(detail.slice(0, MAX_DETAIL)),
    [HEADERS.door]: door,
    [HEADERS.space]: spaceId,
    [HEADERS.timestamp]: String(atMs),
  },
});

/** Lists refused calls. The caller has his answer already and does not wait; what cannot be listed is counted. */
export class RejectionWriter {
  constructor(
    private readonly producer: Pick<Producer, 'send'>,
    private readonly topic: string,
    private readonly onDone: (listed: boolean) => void,
  ) {}

  list(refusal: Refusal): void {
    this.producer.send(rejectionRecord(this.topic, refusal)).then(
      () => this.onDone(true),
      () => this.onDone(false),
    );
  }
}
