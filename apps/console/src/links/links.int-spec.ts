import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consoleStand, type ConsoleStand } from '../../../../test/support/console.stand.js';

let stand: ConsoleStand;
let space: string;
beforeAll(async () => {
  stand = await consoleStand();
  space = await stand.space();
});
afterAll(() => stand.stop());

const links = (inSpace = space): string => `/api/spaces/${inSpace}/links`;
const slugOf = (): string => `s-${randomUUID()}`;
const revision = async (): Promise<unknown> =>
  (await stand.database.query({ text: 'select revision from config_state' }))[0];
const landing = 'https://t.me/bot?start={uid}';

describe('links', () => {
  it('are made with where they are and where they lead', async () => {
    const slug = slugOf();
    const { status, body } = await stand.api.post(links(), { slug, name: 'Autumn', landing, creative: 'video 2' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { slug, url: `https://go.example/l/${slug}`, landing, creative: 'video 2', source: null, enabled: true },
    });
    expect((await stand.api.get(`${links()}/${body.id}`)).body).toEqual(body);
    expect((await stand.api.get(links())).body.items).toContainEqual(body);
  });

  it('have a slug nobody else has, in whatever space, until they are deleted', async () => {
    const slug = slugOf();
    const { body } = await stand.api.post(links(), { slug, name: 'one', landing });
    const other = links(await stand.space());
    expect(await stand.api.post(other, { slug, name: 'two', landing })).toMatchObject({
      status: 409,
      body: { code: 'slug_taken', errors: [{ pointer: '/slug' }] },
    });
    expect((await stand.api.delete(`${links()}/${body.id}`)).status).toBe(204);
    expect((await stand.api.get(`${links()}/${body.id}`)).status).toBe(404);
    expect((await stand.api.delete(`${links()}/${body.id}`)).status).toBe(404);
    expect((await stand.api.post(other, { slug, name: 'two', landing })).status).toBe(201);
  });

  it('change by patch, but for their slug, and raise the revision', async () => {
    const { body } = await stand.api.post(links(), { slug: slugOf(), name: 'one', landing, note: 'old' });
    const before = await revision();
    const patched = await stand.api.patch(`${links()}/${body.id}`, { enabled: false, note: null, slug: body.slug });
    expect(patched).toMatchObject({ status: 200, body: { enabled: false, note: null, name: 'one', landing } });
    expect(await revision()).not.toEqual(before);
    expect(await stand.api.patch(`${links()}/${body.id}`, { slug: 'another-one' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/slug' }] },
    });
    expect((await stand.api.patch(`${links(await stand.space())}/${body.id}`, { name: 'x' })).status).toBe(404);
  });

  it.each([
    [{ slug: 'Ab' }, '/slug'],
    [{ slug: 'ab' }, '/slug'],
    [{ landing: 'shop.example' }, '/landing'],
    [{ landing: 'https://{uid}.example' }, '/landing'],
    [{ name: '' }, '/name'],
    [{ more: 1 }, '/more'],
  ])('refuse %j', async (wrong, pointer) => {
    const answer = await stand.api.post(links(), { slug: slugOf(), name: 'x', landing, ...wrong });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('can be filtered by as long as they are there', async () => {
    const slug = slugOf();
    const { body } = await stand.api.post(links(), { slug, name: 'x', landing });
    expect((await stand.create(space, 'by link', { filter: { links: [slug] } })).status).toBe(201);
    await stand.api.delete(`${links()}/${body.id}`);
    expect((await stand.create(space, 'by link 2', { filter: { links: [slug] } })).status).toBe(422);
  });
});
