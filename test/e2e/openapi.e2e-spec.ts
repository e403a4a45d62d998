import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { destinationId, spaceId } from '@app/contracts';
import { ApiWorld } from '../support/api.world.js';
import { judgeAnswer } from '../support/answer.judge.js';
import { operationsIn, type DocumentedOperation } from '../support/open-api.js';
import { openProduct, type OpenProduct, type Product } from '../support/product.js';

const committed = (name: string): unknown =>
  JSON.parse(readFileSync(`libs/contracts/documents/${name}.openapi.json`, 'utf8'));
const exampleOf = (schema: z.ZodType): string => String(schema.meta()?.['example']);

const CONSOLE = committed('console');
const INGEST = committed('ingest');
const named = (document: unknown) =>
  operationsIn(document).map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

/** The documents as they are committed, each example of them called on the running product. */
describe('the example of', () => {
  let opened: OpenProduct;
  let product: Product;
  let world: ApiWorld;

  beforeAll(async () => {
    opened = await openProduct({});
    product = opened.product;
    world = await ApiWorld.of(product);
  }, 120_000);
  afterAll(() => opened.end(), 60_000);

  /** Examples name things of a world of their own: those of this one in their place. */
  const translated = (text: string): string => {
    const { admin } = product.stack.credentials;
    return Object.entries({
      [exampleOf(spaceId)]: product.space.id,
      [exampleOf(destinationId)]: world.never,
      'ann@example.com': admin.email,
      'correct horse battery staple': admin.password,
    }).reduce((all, [example, real]) => all.replaceAll(example, real), text);
  };

  const urlOf = async ({ path, parameters }: DocumentedOperation): Promise<string> => {
    const real = await world.parametersOf(path);
    const of = (place: string) =>
      parameters.filter((one) => one.in === place).map(({ name, example }) => [name, example] as const);
    const filled = of('path').reduce(
      (all, [name, example]) => all.replace(`{${name}}`, encodeURIComponent(real[name] ?? example ?? '')),
      path,
    );
    const query = new URLSearchParams(
      of('query').flatMap(([name, example]): [string, string][] => (example === undefined ? [] : [[name, example]])),
    );
    return query.size === 0 ? filled : `${filled}?${translated(query.toString())}`;
  };

  const encoded = (type: string, example: unknown): string => {
    if (typeof example === 'string') return example;
    if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(Object(example)).toString();
    return translated(JSON.stringify(example));
  };

  const call = async (base: string, operation: DocumentedOperation, credentials: Record<string, string>) => {
    const url = new URL(base + (await urlOf(operation)));
    if (operation.security.some((way) => 'ingest_token' in way)) {
      url.searchParams.set('token', product.space.ingest_token);
    }
    const bodies = Object.entries(operation.requestBody?.content ?? {});
    const results = [];
    for (const [type, { example }] of bodies.length === 0 ? [['', {}] as const] : bodies) {
      const answer = await fetch(url, {
        method: operation.method,
        redirect: 'manual',
        headers: { ...credentials, ...(type === '' ? {} : { 'content-type': type }) },
        ...(type === '' ? {} : { body: encoded(type, example) }),
      });
      const text = await answer.text();
      const body: unknown = text === '' ? null : JSON.parse(text);
      results.push(judgeAnswer(operation, answer.status, body));
    }
    return results;
  };

  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  /** What a browser sends of somebody who has signed in. */
  const session = async (): Promise<Record<string, string>> => {
    const { admin } = product.stack.credentials;
    const answer = await product.console.call('POST', '/api/session', { email: admin.email, password: admin.password });
    const cookie = [answer.headers['set-cookie']].flat()[0]?.split(';')[0] ?? '';
    return { cookie, 'x-csrf-token': String(Object(answer.body).csrf_token) };
  };

  it.each(named(CONSOLE))('%s', async (name, operation) => {
    const { urls, credentials } = product.stack;
    const way = name === 'DELETE /api/session' ? await session() : bearer(credentials.admin.token);
    for (const wrong of await call(urls.console, operation, way)) expect(wrong).toBeNull();
  });

  it.each(named(INGEST))('%s', async (_name, operation) => {
    const way = operation.security.some((one) => 'space_secret' in one) ? bearer(product.space.secret) : {};
    for (const wrong of await call(product.stack.urls.ingest, operation, way)) expect(wrong).toBeNull();
  });

  it('nothing is missing in the documents, which are served to everybody', async () => {
    const { console, ingest } = product.stack.urls;
    expect(await (await fetch(`${console}/api/openapi.json`)).json()).toEqual(CONSOLE);
    expect(await (await fetch(`${ingest}/openapi.json`)).json()).toEqual(INGEST);
  });
});
