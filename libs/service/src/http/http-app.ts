import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { urlOf } from '../management/listen.js';
import type { ServiceContext, WithProcessSettings } from '../lifecycle/service-context.js';
import type { BodyParsers } from './body.parser.js';
import { addBodyParsers } from './body.parser.js';
import { answerClientError } from './client-error.js';
import { nestLogger } from './nest-logger.js';
import { problemOf } from './problem-of.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { requestIds } from './request-id.js';
import { createRouteTable } from './route-table.js';

/** A request must have come in whole within this time (ms), or a slow sender would hold its connection for ever. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Time (ms) running requests get at the end: the longest any door waits (10 s) and a little. */
const DRAIN_MS = 12_000;

/** Most characters of a parameter of a path, as sent: 128 that are all encoded. */
const MAX_PARAM_LENGTH = 3 * 128;

export interface HttpOptions {
  readonly module: Type | DynamicModule;
  readonly port: number;
  /** Addresses and CIDRs whose `X-Forwarded-For` tells the client's address. */
  readonly trustedProxies: readonly string[];
  /** Media type → how its bytes become the body. */
  readonly bodies: BodyParsers;
  /** Most bytes of a body; `@RouteConfig({ bodyLimit })` sets another for a route. */
  readonly bodyLimit: number;
  /** Adds routes beside those of the module, such as files; nothing of the module judges their requests. */
  readonly beside?: (server: FastifyInstance) => void;
  /** Called when an answer is out, whatever it was. `route` as declared, `null` if none fitted. */
  readonly onAnswered?: (route: string | null, status: number, elapsedMs: number) => void;
}

/**
 * Serves a Nest module over HTTP with the answers every interface of ours gives: problem+json for each error, one that
 * names all bad fields; `X-Request-Id` echoed or made; `Cache-Control: no-store`; gzip bodies; 404, 405, 413, 415 told
 * apart; nothing in a request makes a 5xx. At the end of the process it takes no new connection and finishes what runs.
 */
export async function startHttp(
  context: ServiceContext<WithProcessSettings>,
  options: HttpOptions,
): Promise<NestFastifyApplication> {
  // Workers import this library too and serve nothing: they are spared the loading.
  const [{ NestFactory }, { FastifyAdapter }] = await Promise.all([
    import('@nestjs/core'),
    import('@nestjs/platform-fastify'),
  ]);
  const { log, settings } = context;
  const nextId = requestIds();
  const routes = createRouteTable();
  const adapter = new FastifyAdapter({
    genReqId: nextId,
    requestIdHeader: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: options.bodyLimit,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    // What comes in on an open connection is still served while the rest winds down.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, nextId({ headers: {} })),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error, []);
      if (problem === null) throw error;
      sendProblem(reply, problem, request.id);
    },
  });
  const server = adapter.getInstance();
  addBodyParsers(server, options.bodies);
  server.addHook('onRoute', (route) => {
    routes.add(route.method, route.url);
    const limit = limitOf(route.config);
    if (limit !== null) route.bodyLimit = limit;
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'cache-control': 'no-store', 'x-request-id': request.id });
    done();
  });
  const { onAnswered } = options;
  if (onAnswered) {
    server.addHook('onResponse', (request, reply, done) => {
      onAnswered(request.routeOptions.url ?? null, reply.statusCode, reply.elapsedTime);
      done();
    });
  }
  options.beside?.(server);

  const app = await NestFactory.create<NestFastifyApplication>(options.module, adapter, {
    logger: nestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(log, routes));
  context.onShutdown({ phase: 'intake', name: 'http', deadlineMs: DRAIN_MS, run: () => app.close() });
  await app.listen(options.port, settings.process.bind);
  context.announce('http', urlOf(app.getHttpServer()));
  return app;
}

const limitOf = (config: unknown): number | null =>
  typeof config === 'object' && config !== null && 'bodyLimit' in config && typeof config.bodyLimit === 'number'
    ? config.bodyLimit
    : null;
