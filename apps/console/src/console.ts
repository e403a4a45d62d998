import { join } from 'node:path';
import { createEgress } from '@app/egress';
import { kindsIn } from '@app/kinds';
import { OPEN } from '@app/observability';
import { SecretBox, awaitSchema, drawShard, openDatabase } from '@app/persistence';
import { SettingsError, parseJson, serveDocument, startHttp, type ServiceContext } from '@app/service';
import { credentialKind } from '@app/identity';
import { ensureFirstAdmin } from './auth/first.admin.js';
import { consoleDocument } from './documents/console.document.js';
import { consoleModule } from './console.module.js';
import type { consoleSettings } from './settings.js';
import { readPage } from './web/page.files.js';
import { servePage } from './web/serve-page.js';

type Settings = ReturnType<typeof consoleSettings>['values'];

/** The built page lies beside the compiled sources. */
const PAGE_FOLDER = join(import.meta.dirname, '../web');

/** Larger than any configuration, smaller than what could hurt. */
const BODY_LIMIT = 256 * 1024;

/** A body that is not there is none, whatever its content-type says. */
const jsonOrNothing = (body: Buffer): unknown => (body.length === 0 ? undefined : parseJson(body));

/** Starts the console API of this process. */
export async function startConsole(context: ServiceContext<Settings>): Promise<void> {
  const { settings, log, metrics, health, instance, onShutdown } = context;
  const { token } = settings.admin;
  if (token !== null && credentialKind(token) !== 'adm') {
    throw new SettingsError(['WAYBILL_ADMIN_TOKEN: must be wb_adm_ and 32 letters or digits']);
  }
  const box = new SecretBox(settings.secrets.keys);
  const database = openDatabase({
    url: settings.database.url,
    poolSize: settings.database.pool,
    applicationName: instance,
    log,
  });
  onShutdown({ phase: 'close', name: 'database', run: () => database.close() });
  health.ready('database', () => (database.healthy() ? null : 'the last statement failed'));
  await awaitSchema(database, log);

  await ensureFirstAdmin(database, settings.admin);

  const egress = createEgress({ allow: settings.egress.allow });
  onShutdown({ phase: 'close', name: 'egress', run: () => egress.close() });

  const page = await readPage(PAGE_FOLDER);
  if (!page) log.warn({ folder: PAGE_FOLDER }, 'the web page is not built: only the API is served');

  const kinds = kindsIn({ graphUrl: settings.graph.url });
  const duration = metrics.histogram({
    name: 'console_request_duration_seconds',
    help: 'Time from a request to its answer.',
    labels: { route: OPEN, status: OPEN },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5],
  });
  await startHttp(context, {
    module: consoleModule({
      database,
      box,
      egress,
      kinds,
      adminToken: token,
      publicUrl: settings.public.url,
      shard: drawShard(),
    }),
    beside: (server) => {
      serveDocument(server, '/api/openapi.json', consoleDocument());
      if (page) servePage(server, page);
    },
    port: settings.http.port,
    trustedProxies: settings.http.trustedProxies,
    bodies: { 'application/json': jsonOrNothing, 'application/merge-patch+json': jsonOrNothing },
    bodyLimit: BODY_LIMIT,
    onAnswered: (route, status, elapsedMs) => {
      duration.observe({ route: route ?? 'none', status: String(status) }, elapsedMs / 1000);
    },
  });
}
