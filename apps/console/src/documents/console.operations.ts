import type { z } from 'zod';
import type { Operation, OperationAnswer } from '@app/service';
import type { Route } from '../api/route.js';
import { ROUTE_EXAMPLES } from './route.examples.js';

/** Ways in, as the document names them. */
export const ADMIN_TOKEN = 'admin_token';
export const SESSION = 'session';

/** `destinations` of `/api/spaces/:space/destinations/:id`; what is about a space itself is under `spaces`. */
const tagOf = (path: string): string => {
  const [, , first = '', , below] = path.split('/');
  return first === 'spaces' && below !== undefined ? below : first;
};

/** `post_destinations_by_id_pause` of `POST /api/spaces/:space/destinations/:id/pause`. */
const idOf = ({ method, path }: Route): string => {
  const [, ...parts] = path
    .replace(/^\/api\/spaces\/:space\//, '/api/')
    .slice(1)
    .split('/');
  return [method.toLowerCase(), ...parts.map((part) => part.replace(':', 'by_'))].join('_');
};

const bodiesOf = ({ method, body }: Route): Readonly<Record<string, z.ZodType>> => {
  if (body === null) return {};
  return method === 'PATCH' ? { 'application/merge-patch+json': body } : { 'application/json': body };
};

const isWrite = ({ action }: Route): boolean => action !== undefined;

function answersOf({ status, answer, dryRunAnswer, tagged }: Route): OperationAnswer[] {
  const headers = tagged ? { ETag: 'The revision, for `If-Match`.' } : {};
  const done = {
    status,
    says: answer === null ? 'Done.' : 'Done; this is what there is now.',
    schema: answer,
    headers,
  };
  return dryRunAnswer
    ? [{ status: 200, says: 'With `dry_run`: what would be done. Nothing was changed.', schema: dryRunAnswer }, done]
    : [done];
}

function problemsOf(route: Route): number[] {
  const { reach, params, query, body, tagged } = route;
  const takesFields = body !== null || Object.keys(query.shape).length > 0;
  return [
    401,
    ...(reach === 'anybody' ? [] : [403]),
    ...(Object.keys(params.shape).length > 0 ? [404] : []),
    ...(isWrite(route) ? [409] : []),
    ...(tagged && isWrite(route) ? [412] : []),
    ...(body === null ? [] : [400, 413, 415]),
    ...(takesFields ? [422] : []),
    503,
  ];
}

const operationOf = (route: Route): Operation => {
  const { method, path, summary, role, reach, params, query, tagged } = route;
  const example = ROUTE_EXAMPLES[`${method} ${path}`];
  return {
    id: idOf(route),
    method,
    path,
    tag: tagOf(path),
    summary,
    ...(reach === 'anybody' ? {} : { description: `Needs the role ${role}.` }),
    security: reach === 'anybody' ? [] : [ADMIN_TOKEN, SESSION],
    params,
    query,
    ...(tagged && isWrite(route) ? { headers: { 'If-Match': 'Change it only if it still has this revision.' } } : {}),
    bodies: bodiesOf(route),
    answers: answersOf(route),
    problems: problemsOf(route),
    ...(example === undefined ? {} : { example }),
  };
};

/** The calls of a table of routes as operations of a document. */
export const operationsOf = (routes: readonly Route[]): readonly Operation[] => routes.map(operationOf);
