import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@app/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { internalProblem, problemOf } from './problem-of.js';
import type { ProblemError } from './problem.error.js';
import type { RouteTable } from './route-table.js';

const MEDIA_TYPE = 'application/problem+json';

/** Sends a problem as the answer. */
export function sendProblem(reply: FastifyReply, problem: ProblemError, requestId: string): void {
  // All headers here: what the router refuses itself has passed no hook.
  const own = { 'content-type': MEDIA_TYPE, 'cache-control': 'no-store', 'x-request-id': requestId };
  // Bytes, because Fastify would add a charset to the type of a text.
  const body = Buffer.from(JSON.stringify(problem.body(requestId)));
  void reply
    .code(problem.status)
    .headers({ ...own, ...problem.headers })
    .send(body);
}

/** The only place where an error becomes an answer. A fault of ours is logged at error and answered with 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const [path = ''] = request.url.split('?');
    const known = problemOf(error, this.routes.allowed(path));
    if (known === null) {
      this.log.error({ err: error, request_id: request.id, method: request.method, path }, 'a request failed');
    }
    if (!reply.sent) sendProblem(reply, known ?? internalProblem(), request.id);
  }
}
