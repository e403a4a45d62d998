import { ProblemError } from '@app/service';
import type { FastifyRequest } from 'fastify';
import type { SpaceId } from '@app/contracts';
import type { Credentials } from './credentials.js';
import type { Door } from './event-writer.js';
import { bodyOf, detailOf } from './exchange.js';
import type { IngestMetrics } from './ingest.metrics.js';
import type { Refusal, RejectionWriter } from './rejection-writer.js';
import { keptBytes } from './rejection-writer.js';

/** A call that may post events into a space. */
export interface Call {
  readonly spaceId: SpaceId;
  readonly door: Door;
  /** The door's clock when the call was admitted, epoch ms. */
  readonly nowMs: number;
  /** Unpacked, not read yet. */
  readonly body: Buffer;
}

/** What every way in has in common: whose call it is, and that what is refused is listed. */
export class FrontDoor {
  constructor(
    private readonly credentials: Credentials,
    private readonly rejections: RejectionWriter,
    private readonly metrics: IngestMetrics,
  ) {}

  /** Rejects with the problem of a bad credential or a missing body: such calls belong to nobody and are not listed. */
  async admit(request: FastifyRequest, door: Door): Promise<Call> {
    const nowMs = Date.now();
    const space = this.credentials.space(request.headers.authorization, nowMs);
    const spaceId = typeof space === 'string' ? space : await space;
    return { spaceId, door, nowMs, body: bodyOf(request) };
  }

  /** What `read` makes of the body; a problem it throws is listed under Rejected and thrown on. */
  read<T>(call: Call, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const reason = error.code === 'malformed_json' ? 'not_json' : 'schema';
      this.refuse(call, [{ reason, detail: detailOf(error), value: keptBytes(call.body) }]);
      throw error;
    }
  }

  /** Lists what was refused of a call. */
  refuse({ spaceId, door, nowMs: atMs }: Call, refused: readonly Pick<Refusal, 'reason' | 'detail' | 'value'>[]): void {
    for (const each of refused) {
      this.rejections.list({ spaceId, door, atMs, ...each });
      this.metrics.event(door, 'invalid');
    }
  }
}
