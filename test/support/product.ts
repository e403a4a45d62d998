import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { startStack, type Stack, type StackOptions } from '../../apps/standalone/src/stack.js';
import { JsonClient } from './json.client.js';

const spaceMade = z.object({ id: z.string(), secret: z.string(), ingest_token: z.string() });
const destinationMade = z.object({
  id: z.string(),
  config: z.object({ signing_secret: z.string().optional() }).loose(),
});

/** A destination at the demo receiver. */
export interface ProductDestination {
  id: string;
  /** Path at the receiver. */
  path: string;
}

/** The whole product on this machine with a space of its own, seen from outside. */
export interface Product {
  stack: Stack;
  space: z.infer<typeof spaceMade>;
  console: JsonClient;
  receiver: JsonClient;
  /** One client for each running ingest. */
  doors: () => JsonClient[];
  addDestination: (name: string, over?: Record<string, unknown>) => Promise<ProductDestination>;
  /** Asks the database, which is not part of the product's surface. */
  query: (text: string) => Promise<Record<string, unknown>[]>;
  /** The first destination, `/webhook/main`; it wants deposits alone. */
  destination: ProductDestination;
}

/** A product that runs, and how to end it and remove every trace. */
export interface OpenProduct {
  product: Product;
  /** Its folder; `logs/` is in it. */
  dataDir: string;
  end: () => Promise<void>;
}

/** Starts everything in a folder of its own. */
export async function openProduct(options: Omit<StackOptions, 'dataDir'>): Promise<OpenProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-product-'));
  const env = { ...process.env, WAYBILL_EGRESS_ALLOW: '127.0.0.0/8,::1/128', ...options.env };
  const stack = await startStack({ ...options, dataDir, env });
  const database = new pg.Pool({ connectionString: stack.postgres.url, max: 2 });
  database.on('error', () => undefined);
  const end = async (): Promise<void> => {
    await database.end();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { product: await seeded(stack, database), dataDir, end };
  } catch (error) {
    await stack.kill();
    throw new Error(`failed; logs are in ${dataDir}/logs`, { cause: error });
  }
}

/** Starts everything, runs `work`, and removes every trace; on failure the folder is kept and named. */
export async function withProduct<T>(
  options: Omit<StackOptions, 'dataDir'>,
  work: (product: Product) => Promise<T>,
): Promise<T> {
  const { product, dataDir, end } = await openProduct(options);
  try {
    const result = await work(product);
    await end();
    return result;
  } catch (error) {
    await product.stack.kill();
    throw new Error(`failed; logs are in ${dataDir}/logs`, { cause: error });
  }
}

async function seeded(stack: Stack, database: pg.Pool): Promise<Product> {
  const console = new JsonClient(stack.urls.console, stack.credentials.admin.token);
  const receiver = new JsonClient(stack.urls.receiver, null);
  const made = await console.call('POST', '/api/spaces', { name: 'proof' });
  if (made.status !== 201) throw new Error(`no space: ${made.status} ${JSON.stringify(made.body)}`);
  const space = spaceMade.parse(made.body);
  const addDestination = async (name: string, over: Record<string, unknown> = {}): Promise<ProductDestination> => {
    const path = `/webhook/${name}`;
    const config = { url: stack.urls.receiver + path };
    const given = { kind: 'webhook', name, enabled: true, config, ...over };
    const answer = await console.call('POST', `/api/spaces/${space.id}/destinations`, given);
    if (answer.status !== 201) throw new Error(`no destination: ${answer.status} ${JSON.stringify(answer.body)}`);
    return { id: destinationMade.parse(answer.body).id, path };
  };
  const doors = (): JsonClient[] =>
    stack.processes.flatMap(({ spec, url }) =>
      spec.name === 'ingest' && url ? [new JsonClient(url, space.secret)] : [],
    );
  const query = async (text: string): Promise<Record<string, unknown>[]> => (await database.query(text)).rows;
  const destination = await addDestination('main', { event_map: { deposit: 'deposit' } });
  return { stack, space, console, receiver, doors, addDestination, query, destination };
}
