import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { classifyDatabaseError } from '@app/persistence';
import { ProblemError } from '@app/service';
import { catchError, throwError, type Observable } from 'rxjs';

/** What a failure to reach the database means to a caller: try again in a moment. Everything else stays what it is. */
export const asUnavailable = (error: unknown): unknown =>
  !(error instanceof ProblemError) && classifyDatabaseError(error) === 'retry'
    ? new ProblemError('unavailable', 'the database does not answer at the moment')
    : error;

/** Answers 503 while the database is away. */
@Injectable()
export class DatabaseAwayInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => throwError(() => asUnavailable(error))));
  }
}
