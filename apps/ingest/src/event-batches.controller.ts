import { Controller, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { mintUid } from '@app/identity';
import { ProblemError } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BatchEntry, BatchResult } from './batch-answer.js';
import { batchResults, batchStatus, isTaken } from './batch-answer.js';
import type { BatchItem } from './batch-body.js';
import { itemsOf } from './batch-body.js';
import { takeIn } from './event-intake.js';
import { EventWriter } from './event-writer.js';
import { sendJson, wordsOf } from './exchange.js';
import type { Call } from './front-door.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';
import { keptBytes, keptValue } from './rejection-writer.js';

const MAX_BYTES = 4 * 1024 * 1024;
const TYPES = ['application/json', 'application/x-ndjson'];

const UNREADABLE: BatchEntry = { code: 'malformed_json', errors: [{ pointer: '', detail: 'the line is not JSON' }] };

const entryOf = (item: BatchItem, { spaceId, nowMs }: Call): BatchEntry =>
  'unreadable' in item ? UNREADABLE : takeIn(item.value, { spaceId, nowMs, mintEid: mintUid });

const keptItem = (item: BatchItem | undefined): string =>
  item === undefined ? keptValue(null) : 'unreadable' in item ? keptBytes(item.unreadable) : keptValue(item.value);

/** `POST /events/batch`: many event objects a call, each with its own result. */
@Controller('events')
export class EventBatchesController {
  constructor(
    private readonly door: FrontDoor,
    private readonly writer: EventWriter,
    private readonly metrics: IngestMetrics,
  ) {}

  @Post('batch')
  @RouteConfig({ bodyLimit: MAX_BYTES })
  async take(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const call = await this.door.admit(request, 'batch', TYPES);
    const items = this.door.read(call, () => itemsOf(request.headers['content-type'], call.body));
    const entries = items.map((item) => entryOf(item, call));
    this.#listRefused(call, items, entries);
    const written = await this.writer.write(entries.filter(isTaken), 'batch');
    for (const status of written) this.metrics.event('batch', status);
    answer(reply, batchResults(entries, written));
  }

  #listRefused(call: Call, items: readonly BatchItem[], entries: readonly BatchEntry[]): void {
    const refused = entries.flatMap((entry, at) => {
      if (isTaken(entry)) return [];
      const reason = entry.code === 'malformed_json' ? ('not_json' as const) : ('schema' as const);
      return [{ reason, detail: wordsOf(entry.errors), value: keptItem(items[at]) }];
    });
    this.door.refuse(call, refused);
  }
}

function answer(reply: FastifyReply, results: readonly BatchResult[]): void {
  const status = batchStatus(results);
  if (status === 422) throw new ProblemError('invalid_field', 'none of the events is valid', { extra: { results } });
  if (status === 503) {
    const detail = 'none of the events is known to be stored: repeat each with its eid and occurred_at_ms';
    throw new ProblemError('unavailable', detail, { extra: { results } });
  }
  sendJson(reply, status, { ok: true, accepted: results.filter(({ ok }) => ok).length, results });
}
