import { Controller, Post, Req, Res } from '@nestjs/common';
import type { ClickInput } from '@app/contracts';
import { clickInput, tooFarAhead } from '@app/contracts';
import { mintUid } from '@app/identity';
import type { Link } from '@app/persistence';
import { ProblemError, fieldProblem, invalidFields, parseJson } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendJson } from '../exchange.js';
import type { BodyCall } from '../front-door.js';
import { FrontDoor } from '../front-door.js';
import { IngestMetrics } from '../ingest.metrics.js';
import { ClickWriter } from './click-writer.js';
import { KnownClicks } from './known-clicks.js';
import { LinkBook } from './link-book.js';
import { reportedClick } from './new-click.js';

function givenBy({ body, nowMs }: BodyCall): ClickInput {
  const parsed = clickInput.safeParse(parseJson(body));
  if (!parsed.success) throw invalidFields(parsed.error);
  const { clicked_at_ms: at } = parsed.data;
  if (at === undefined || !tooFarAhead(at, nowMs)) return parsed.data;
  throw fieldProblem('invalid_field', [
    { pointer: '/clicked_at_ms', detail: 'must not be more than 24 h in the future' },
  ]);
}

/** `POST /clicks`: clicks that did not come through a link of ours. */
@Controller('clicks')
export class ClicksController {
  constructor(
    private readonly door: FrontDoor,
    private readonly links: LinkBook,
    private readonly known: KnownClicks,
    private readonly writer: ClickWriter,
    private readonly metrics: IngestMetrics,
  ) {}

  /** 201 when the click is stored, 200 when one of that uid was known before; 503 says which uid a repeat must carry. */
  @Post()
  async take(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const call = await this.door.admit(request, 'clicks');
    const given = this.door.read(call, () => givenBy(call));
    const link = await this.#linkOf(call, given);
    const { spaceId, nowMs } = call;
    const { uid = mintUid() } = given;
    if (given.uid !== undefined && (await this.known.has({ spaceId, uid }))) {
      this.metrics.click('known');
      return sendJson(reply, 200, { uid });
    }
    const stored = await this.writer.report(reportedClick({ spaceId, uid, link, given, nowMs }));
    this.metrics.click(stored ? 'queued' : 'unavailable');
    if (stored) return sendJson(reply, 201, { uid });
    const detail = 'the click is not known to be stored: repeat the call with this uid';
    throw new ProblemError('unavailable', detail, { extra: { uid } });
  }

  async #linkOf(call: BodyCall, { link_slug: slug }: ClickInput): Promise<Link | null> {
    if (slug === undefined) return null;
    const link = await this.links.find(slug);
    return this.door.read(call, () => {
      if (link?.spaceId === call.spaceId) return link;
      throw fieldProblem('invalid_field', [{ pointer: '/link_slug', detail: 'the space has no link with this slug' }]);
    });
  }
}
