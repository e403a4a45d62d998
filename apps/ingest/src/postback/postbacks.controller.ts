import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { mintUid } from '@app/identity';
import { DoorCache } from '@app/persistence';
import { ProblemError, fieldProblem } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TakenEvent } from '../event-intake.js';
import { isRefused, takeIn } from '../event-intake.js';
import { EventWriter } from '../event-writer.js';
import { bodyOf, inQuery, queryOf, sendJson, wordsOf } from '../exchange.js';
import { FrontDoor } from '../front-door.js';
import { IngestMetrics } from '../ingest.metrics.js';
import type { Parameter } from '../parameters.js';
import { parametersOf, saidIn, withoutToken } from '../parameters.js';
import { keptValue } from '../rejection-writer.js';
import { readPostback, type Postback } from './read-postback.js';

const FORM = ['application/x-www-form-urlencoded'];

/** `GET /e` and `POST /e`: events of those who can only call a URL. */
@Controller('e')
export class PostbacksController {
  constructor(
    private readonly door: FrontDoor,
    private readonly writer: EventWriter,
    private readonly doors: DoorCache,
    private readonly metrics: IngestMetrics,
  ) {}

  /** Fastify answers `HEAD` here as well: link previews ask so, and must not make events. */
  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (request.method === 'HEAD') return sendJson(reply, 200, {});
    return this.#take(parametersOf(queryOf(request.url)), reply);
  }

  /** What the form says comes after what the query says, and wins. */
  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = Buffer.isBuffer(request.body) ? bodyOf(request, FORM).toString('utf8') : '';
    return this.#take([...parametersOf(queryOf(request.url)), ...parametersOf(form)], reply);
  }

  async #take(given: readonly Parameter[], reply: FastifyReply): Promise<void> {
    const said = saidIn(given);
    const call = await this.door.admitToken(said.get('token'), 'get', () => keptValue(withoutToken(given)));
    const { spaceId, nowMs } = call;
    const postback = readPostback(said, { aliases: this.doors.aliases(spaceId), nowMs });
    const event = this.door.read(call, () =>
      validEventOf(postback, () => takeIn(postback.event, { spaceId, nowMs, mintEid: mintUid })),
    );
    const [status = 'unavailable'] = await this.writer.write([event], 'get');
    this.metrics.event('get', status);
    if (status === 'unavailable') {
      const detail = 'the event is not known to be stored: repeat the call with this eid, and this occurred_at_ms as t';
      throw new ProblemError('unavailable', detail, { extra: { eid: event.eid, occurred_at_ms: event.occurredAtMs } });
    }
    const { inboxId } = event;
    const { dropped } = postback;
    if (dropped.length > 0 && status === 'queued') {
      this.door.flag(call, `${wordsOf(dropped)}; the event was recorded as ${inboxId}`);
    }
    sendJson(reply, 200, { ok: true, status, inbox_id: inboxId, ...(dropped.length > 0 ? { warnings: dropped } : {}) });
  }
}

function validEventOf({ nameOf }: Postback, take: () => ReturnType<typeof takeIn>): TakenEvent {
  const event = take();
  if (isRefused(event)) throw fieldProblem(event.code, inQuery(event.errors, nameOf));
  return event;
}
