import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { mintUid } from '@app/identity';
import { ProblemError } from '@app/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryOf } from '../exchange.js';
import { IngestMetrics } from '../ingest.metrics.js';
import { ClickWriter } from './click-writer.js';
import { landingUrl } from './landing.js';
import { LinkBook } from './link-book.js';
import { visitedClick } from './new-click.js';
import { isPreview } from './preview.js';
import { VisitorReader } from './visitor.js';

/** `GET /l/{slug}`: people on their way to a landing. */
@Controller('l')
export class LinksController {
  constructor(
    private readonly links: LinkBook,
    private readonly writer: ClickWriter,
    private readonly visitors: VisitorReader,
    private readonly metrics: IngestMetrics,
  ) {}

  /**
   * Sends the visitor on, with the id of his click. A preview gets an id too, of a click that is not made: a browser that
   * has loaded ahead shows its visitor that very page.
   */
  @Get(':slug')
  async follow(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const link = await this.links.find(slug);
    if (!link?.enabled) throw new ProblemError('not_found', 'there is no such link');
    const uid = mintUid();
    const query = queryOf(request.url);
    if (request.method === 'HEAD' || isPreview(request.headers)) this.metrics.click('preview');
    else {
      const stored = await this.writer.visit(visitedClick(link, uid, query, this.visitors.of(request), Date.now()));
      this.metrics.click(stored ? 'queued' : 'unconfirmed');
    }
    void reply
      .code(302)
      .headers({ location: landingUrl(link.landing, uid, query), 'referrer-policy': 'no-referrer' })
      .send();
  }
}
