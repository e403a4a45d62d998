import type { Key } from '@app/persistence';
import { ProblemError } from '@app/service';
import type { FastifyRequest } from 'fastify';
import type { SpaceId } from '@app/contracts';
import type { Credentials } from './credentials.js';
import type { Door } from './doors.js';
import { bodyOf, detailOf } from './exchange.js';
import type { IngestMetrics } from './ingest.metrics.js';
import type { RateLimits } from './rate-limits.js';
import type { Refusal, RejectionWriter } from './rejection-writer.js';
import { keptBytes } from './rejection-writer.js';

/** A call of somebody who may make it. */
export interface Call {
  readonly spaceId: SpaceId;
  readonly door: Door;
  /** The door's clock when the call was admitted, epoch ms. */
  readonly nowMs: number;
  /** What was sent, in the form in which it may be kept. */
  readonly kept: () => string;
}

/** One with a body, unpacked and not read yet. */
export interface BodyCall extends Call {
  readonly body: Buffer;
}

const JSON_ONLY = ['application/json'];

/** What every way in has in common: whose call it is, how many he may make, and that what is refused is listed. */
export class FrontDoor {
  constructor(
    private readonly credentials: Credentials,
    private readonly limits: RateLimits,
    private readonly rejections: RejectionWriter,
    private readonly metrics: IngestMetrics,
  ) {}

  /**
   * Admits by the space secret. Rejects with the problem of a bad credential, of one too busy, or of a body that is
   * missing or of another type: such calls are not listed.
   */
  async admit<D extends Door>(
    request: FastifyRequest,
    door: D,
    types: readonly string[] = JSON_ONLY,
  ): Promise<BodyCall & { door: D }> {
    const nowMs = Date.now();
    const given = this.credentials.secret(request.headers.authorization, nowMs);
    const spaceId = this.#within(given instanceof Promise ? await given : given, nowMs);
    const body = bodyOf(request, types);
    return { spaceId, door, nowMs, body, kept: () => keptBytes(body) };
  }

  /** Admits by the ingest token; `kept` is what the call says, without it. */
  async admitToken<D extends Door>(
    token: string | undefined,
    door: D,
    kept: () => string,
  ): Promise<Call & { door: D }> {
    const nowMs = Date.now();
    const spaceId = this.#within(await this.credentials.token(token, nowMs), nowMs);
    return { spaceId, door, nowMs, kept };
  }

  /** What `read` makes of the call; a problem it throws is listed under Rejected and thrown on. */
  read<T>(call: Call, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const reason = error.code === 'malformed_json' ? 'not_json' : 'schema';
      this.refuse(call, [{ reason, detail: detailOf(error), value: call.kept() }]);
      throw error;
    }
  }

  /** Lists what was refused of a call. */
  refuse(call: Call, refused: readonly Pick<Refusal, 'reason' | 'detail' | 'value'>[]): void {
    for (const each of refused) {
      this.#list(call, each);
      this.metrics.refused(call.door);
    }
  }

  /** Lists a call that was taken, but for a part of it that could not be read. */
  flag(call: Call, detail: string): void {
    this.#list(call, { reason: 'schema', detail, value: call.kept() });
  }

  #list({ spaceId, door, nowMs: atMs }: Call, refused: Pick<Refusal, 'reason' | 'detail' | 'value'>): void {
    this.rejections.list({ spaceId, door, atMs, ...refused });
  }

  #within(key: Key, nowMs: number): SpaceId {
    this.limits.admit(key, nowMs);
    return key.spaceId;
  }
}
