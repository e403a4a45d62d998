import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { spaceId } from '@app/contracts';
import { ProblemError } from '@app/service';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../auth/caller.js';
import { cleanText } from './clean-text.js';
import { routeOf } from './handles.js';
import { refuse } from './refusal.js';
import type { AnyCall, Route } from './route.js';

/** What of a request a call is made of. */
type Request = Pick<FastifyRequest, 'params' | 'query' | 'body' | 'headers'>;

interface ParsedCall extends AnyCall {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Everything a call brings, judged by its route; all wrong fields are named at once. */
function parseCall(route: Route, request: Request): ParsedCall {
  const params = route.params.safeParse(request.params);
  // A path that cannot be meant names nothing that exists.
  if (!params.success) throw new ProblemError('not_found', 'there is nothing at this path');
  const givenQuery = cleanText(request.query);
  const givenBody = cleanText(route.body ? (request.body ?? {}) : null);
  const query = route.query.safeParse(givenQuery.value);
  const body = route.body?.safeParse(givenBody.value);
  const issues = {
    query: [...givenQuery.issues, ...(query.error?.issues ?? [])],
    body: [...givenBody.issues, ...(body?.error?.issues ?? [])],
  };
  if (issues.query.length + issues.body.length > 0) throw refuse(issues);
  return {
    route,
    caller: callerOf(request),
    space: route.reach === 'space' ? spaceId.parse(params.data['space']) : null,
    ifMatch: request.headers['if-match'],
    params: params.data,
    query: query.data,
    body: body?.data ?? null,
  };
}

/** The parsed call, for a parameter of type `CallOf<typeof route>`. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parseCall(routeOf(context), context.switchToHttp().getRequest<FastifyRequest>()),
);
