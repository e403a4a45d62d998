import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** The first destination, `/webhook/main`. */
  destination: ProductDestination;
}

/** Starts everything in a folder of its own, runs `work`, and removes every trace; on failure the folder is kept and named. */
export async function withProduct<T>(
  options: Omit<StackOptions, 'dataDir'>,
  work: (product: Product) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-product-'));
  const env = { ...process.env, WAYBILL_EGRESS_ALLOW: '127.0.0.0/8,::1/128', ...options.env };
  const stack = await startStack({ ...options, dataDir, env });
  try {
    const result = await work(await open(stack));
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
    return result;
  } catch (error) {
    await stack.kill();
    throw new Error(`failed; logs are in ${dataDir}/logs`, { cause: error });
  }
}

async function open(stack: Stack): Promise<Product> {
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
  return { stack, space, console, receiver, doors, addDestination, destination: await addDestination('main') };
}
