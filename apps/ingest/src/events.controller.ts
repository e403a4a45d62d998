import { Controller, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { mintUid } from '@app/identity';
import { ProblemError, fieldProblem, parseJson } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RefusedEvent, TakenEvent } from './event-intake.js';
import { isRefused, takeIn } from './event-intake.js';
import { EventWriter } from './event-writer.js';
import { sendJson } from './exchange.js';
import type { BodyCall } from './front-door.js';
import { FrontDoor } from './front-door.js';
import { IngestMetrics } from './ingest.metrics.js';

const MAX_BYTES = 256 * 1024;

const eventOf = ({ body, spaceId, nowMs }: BodyCall): TakenEvent | RefusedEvent =>
  takeIn(parseJson(body), { spaceId, nowMs, mintEid: mintUid });

function validEventOf(call: BodyCall): TakenEvent {
  const event = eventOf(call);
  if (isRefused(event)) throw fieldProblem(event.code, event.errors);
  return event;
}

/** `POST /events` and `POST /events/validate`: one event object a call. */
@Controller('events')
export class EventsController {
  constructor(
    private readonly door: FrontDoor,
    private readonly writer: EventWriter,
    private readonly metrics: IngestMetrics,
  ) {}

  /** Answers 202 only when the event is stored; 503 says what a repeat must carry so that it cannot double. */
  @Post()
  @RouteConfig({ bodyLimit: MAX_BYTES })
  async take(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const call = await this.door.admit(request, 'http');
    const event = this.door.read(call, () => validEventOf(call));
    const [status = 'unavailable'] = await this.writer.write([event], 'http');
    this.metrics.event('http', status);
    const { inboxId: inbox_id, eid, occurredAtMs: occurred_at_ms, warnings } = event;
    if (status === 'unavailable') {
      const detail = 'the event is not known to be stored: repeat the call with this eid and occurred_at_ms';
      throw new ProblemError('unavailable', detail, { extra: { eid, occurred_at_ms } });
    }
    sendJson(reply, 202, {
      ok: true,
      status,
      inbox_id,
      occurred_at_ms,
      ...(warnings.length > 0 ? { warnings } : {}),
    });
  }

  /** Says what `POST /events` would, and takes nothing. `inbox_id` is `null` where only taking it would make one. */
  @Post('validate')
  @RouteConfig({ bodyLimit: MAX_BYTES })
  async validate(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const event = eventOf(await this.door.admit(request, 'http'));
    const answer = isRefused(event)
      ? { valid: false, errors: event.errors, inbox_id: null }
      : { valid: true, errors: [], inbox_id: event.madeEid === null ? event.inboxId : null };
    sendJson(reply, 200, answer);
  }
}
