import pg from 'pg';
import { destinationId, eventId } from '@app/contracts';
import { deliveryIdOf } from '@app/identity';
import type { JsonClient } from './json.client.js';
import { until } from './until.js';

/** What became of accepted events, read from the receiver and the database, never from the product's own figures. */
export interface Ledger {
  accepted: number;
  /** Accepted, and not received. */
  lost: number;
  /** Requests beyond the first for the same `event_id`. */
  repeated: number;
  /** Rows neither settled nor waiting for a stated reason. */
  stuck: number;
  /** Received, and never accepted: answers that did not reach the sender. */
  unasked: number;
}

export interface LedgerSource {
  accepted: ReadonlySet<string>;
  destination: string;
  /** The demo receiver, and the path the destination points at. */
  receiver: JsonClient;
  path: string;
  postgres: string;
}

/** Times received by `webhook-id`. */
async function received({ receiver, path }: LedgerSource): Promise<Map<string, number>> {
  const { body } = await receiver.call('GET', `/_received/ids?path=${encodeURIComponent(path)}`);
  const lines = String(body)
    .split('\n')
    .filter((line) => line !== '');
  return new Map(lines.map((line) => parseLine(line)));
}

function parseLine(line: string): [string, number] {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed === 'object' && parsed !== null && 'id' in parsed && 'count' in parsed) {
    return [String(parsed.id), Number(parsed.count)];
  }
  throw new Error(`the receiver said ${line}`);
}

/** Waits until everything accepted is received and settled, or the deadline passes, and draws the sum. */
export async function readLedger(source: LedgerSource, deadlineMs: number): Promise<Ledger> {
  const destination = destinationId.parse(source.destination);
  const wanted = new Set([...source.accepted].map((id) => deliveryIdOf(eventId.parse(id), destination)));
  const database = new pg.Client({ connectionString: source.postgres });
  await database.connect();
  try {
    const look = async (): Promise<Ledger> => {
      const seen = await received(source);
      const open = await database.query<{ count: string }>(
        `select count(*) as count from event_outbox where destination_id = $1 and status <> 'sent'`,
        [source.destination],
      );
      const lost = [...wanted].filter((id) => !seen.has(id)).length;
      const repeated = [...seen.values()].reduce((sum, count) => sum + count - 1, 0);
      const unasked = [...seen.keys()].filter((id) => !wanted.has(deliveryId(id))).length;
      return { accepted: source.accepted.size, lost, repeated, stuck: Number(open.rows[0]?.count ?? 0), unasked };
    };
    let last = await look();
    await until('everything to settle', deadlineMs, async () => {
      last = await look();
      return last.lost === 0 && last.stuck === 0 ? last : null;
    }).catch(() => last);
    return last;
  } finally {
    await database.end();
  }
}

const deliveryId = (text: string): ReturnType<typeof deliveryIdOf> => text as ReturnType<typeof deliveryIdOf>;
