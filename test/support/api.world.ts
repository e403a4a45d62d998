import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Product } from './product.js';
import { JsonClient, type JsonAnswer } from './json.client.js';
import { until } from './until.js';

const WITHIN_MS = 30_000;
/** Paths of the receiver: one that takes nothing for now, and one that takes nothing for good. */
const LATER = '/webhook/later';
const NEVER = '/webhook/never';

const withId = z.object({ id: z.string() });
const listed = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** Things a call can be about, made when it asks for them: what stands for a parameter of a path in an example. */
export class ApiWorld {
  private constructor(
    private readonly product: Product,
    private readonly later: string,
    /** A destination whose deliveries all have failed for good. */
    readonly never: string,
  ) {}

  static async of(product: Product): Promise<ApiWorld> {
    const { receiver } = product;
    await receiver.call('PUT', `/_control${LATER}`, { status: 503 });
    await receiver.call('PUT', `/_control${NEVER}`, { status: 400 });
    const [later, never] = [await product.addDestination('later'), await product.addDestination('never')];
    return new ApiWorld(product, later.id, never.id);
  }

  /** Values of the parameters of `path` that documents cannot know. */
  async parametersOf(path: string): Promise<Record<string, string>> {
    const made: Record<string, string> = {};
    // Turning keys would shut this world out of its own space.
    if (path.includes('/keys')) made['space'] = await this.#spaceOfTurnedKeys();
    else if (path.includes('{space}')) made['space'] = this.product.space.id;
    if (path.includes('{event_id}')) made['event_id'] = await this.openDelivery();
    if (path.includes('{inbox_id}')) made['inbox_id'] = await this.#event();
    if (path.includes('{uid}')) made['uid'] = await this.#click();
    const [, resource] = /\/(\w+)\/\{id\}/.exec(path) ?? [];
    if (resource !== undefined) made['id'] = await this.#idOf(resource);
    return made;
  }

  /** A delivery that waits for its next attempt. */
  async openDelivery(): Promise<string> {
    return this.#deliveryOf(await this.#event(), this.later, 'failed');
  }

  async #idOf(resource: string): Promise<string> {
    switch (resource) {
      case 'destinations':
        return (await this.product.addDestination(`d-${randomUUID().slice(0, 8)}`)).id;
      case 'links':
        return this.#make('/links', { slug: `l-${randomUUID()}`, name: 'A link', landing: 'https://example.com/' });
      case 'redrives':
        await this.#deliveryOf(await this.#event(), this.never, 'failed_permanently');
        return this.#make('/redrives', { filter: { destination: [this.never] } });
      case 'tokens':
        return withId.parse(await this.#ok('POST', '/api/tokens', { name: 'a token', role: 'viewer' })).id;
      case 'rejected':
        return this.#rejected();
      default:
        throw new Error(`nobody knows how one of ${resource} comes to be: teach ${ApiWorld.name}`);
    }
  }

  async #spaceOfTurnedKeys(): Promise<string> {
    const { id } = withId.parse(await this.#ok('POST', '/api/spaces', { name: `keys-${randomUUID()}` }));
    for (const kind of ['secret', 'ingest_token']) await this.#ok('POST', `/api/spaces/${id}/keys/${kind}/rotate`, {});
    return id;
  }

  async #rejected(): Promise<string> {
    await this.#door().call('POST', '/events', { event: 'contact', value: -1 });
    const found = await this.#until('the refusal is listed', '/rejected', () => true);
    return withId.parse(found).id;
  }

  async #event(): Promise<string> {
    const { body } = await this.#door().call('POST', '/events', { event: 'contact', eid: randomUUID() });
    const { inbox_id } = z.object({ inbox_id: z.string() }).parse(body);
    await until('the event is stored', WITHIN_MS, async () => {
      const { status } = await this.product.console.call('GET', `${this.#space}/events/${inbox_id}`);
      return status === 200 ? true : null;
    });
    return inbox_id;
  }

  async #click(): Promise<string> {
    const { body } = await this.#door().call('POST', '/clicks', { campaign_name: 'Autumn' });
    const { uid } = z.object({ uid: z.string() }).parse(body);
    await until('the click is stored', WITHIN_MS, async () => {
      const { status } = await this.product.console.call('GET', `${this.#space}/clicks/${uid}`);
      return status === 200 ? true : null;
    });
    return uid;
  }

  async #deliveryOf(inboxId: string, destination: string, status: string): Promise<string> {
    const path = `/deliveries?destination=${destination}&status=${status}`;
    const found = await this.#until(`a delivery is ${status}`, path, (item) => item['inbox_id'] === inboxId);
    return z.object({ event_id: z.string() }).parse(found).event_id;
  }

  #until(what: string, path: string, fits: (item: Record<string, unknown>) => boolean): Promise<unknown> {
    return until(what, WITHIN_MS, async () => {
      const { items } = listed.parse(await this.#ok('GET', this.#space + path));
      return items.find(fits) ?? null;
    });
  }

  async #make(path: string, body: unknown): Promise<string> {
    return withId.parse(await this.#ok('POST', this.#space + path, body)).id;
  }

  async #ok(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer: JsonAnswer = await this.product.console.call(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  #door(): JsonClient {
    return new JsonClient(this.product.stack.urls.ingest, this.product.space.secret);
  }

  get #space(): string {
    return `/api/spaces/${this.product.space.id}`;
  }
}
