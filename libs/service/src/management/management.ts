import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Health, HealthReport, Metrics } from '@app/observability';
import type { ServiceContext, WithProcessSettings } from '../lifecycle/service-context.js';
import { listen, urlOf } from './listen.js';

/** One line a check, `[+]` or `[-]`, and the verdict at the end. */
const verbose = ({ ok, checks }: HealthReport): string =>
  [
    ...checks.map(({ name, problem }) => (problem === null ? `[+]${name}` : `[-]${name}: ${problem}`)),
    ok ? 'ok' : 'not ok',
  ].join('\n') + '\n';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

const health = (report: HealthReport, isVerbose: boolean): Answer =>
  text(report.ok ? 200 : 503, isVerbose || !report.ok ? verbose(report) : 'ok\n');

async function answer(request: IncomingMessage, metrics: Metrics, checks: Health): Promise<Answer> {
  const [path, query = ''] = (request.url ?? '').split('?');
  const isVerbose = new URLSearchParams(query).has('verbose');
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET\n');
  if (path === '/livez') return health(checks.liveness(), isVerbose);
  if (path === '/readyz') return health(checks.readiness(), isVerbose);
  if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() };
  return text(404, 'there are /livez, /readyz and /metrics\n');
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

/**
 * Opens the management port: `/livez`, `/readyz` (both name their checks when asked with `?verbose` or when one fails) and
 * `/metrics`. Resolves with what closes it: last of all, so that the course of a shutdown can be watched.
 */
export async function startManagement(context: ServiceContext<WithProcessSettings>): Promise<() => void> {
  const { metrics, health: checks, settings, log } = context;
  const server = createServer((request, response) => {
    answer(request, metrics, checks).then(
      (found) => send(response, found),
      (error: unknown) => {
        log.error({ err: error }, 'the management port could not answer');
        send(response, text(500, 'internal error\n'));
      },
    );
  });
  await listen(server, settings.process.managementPort, settings.process.bind);
  context.announce('management', urlOf(server));
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
