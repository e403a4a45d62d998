import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { tagOf } from './entity-tag.js';
import { routeOf } from './handles.js';

const revisionOf = (answer: unknown): number | null =>
  typeof answer === 'object' && answer !== null && 'revision' in answer && typeof answer.revision === 'number'
    ? answer.revision
    : null;

/** Sends the revision of an answer as its `ETag`, for the routes that say so. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!routeOf(context).tagged) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((answer) => {
        const revision = revisionOf(answer);
        if (revision !== null) void reply.header('etag', tagOf(revision));
      }),
    );
  }
}
