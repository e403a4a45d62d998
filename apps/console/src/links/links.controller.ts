import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { deleteLink, insertLink, listLinks, readLink, updateLink, type Database, type LinkRow } from '@app/persistence';
import { ProblemError, invalidFields } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { afterOf, pageOf } from '../api/list.js';
import { mergePatch } from '../api/merge-patch.js';
import { shown } from '../api/moment.js';
import { DATABASE, PUBLIC_URL } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { Writes } from '../api/writes.js';
import { linkFields, linkRoutes } from './link.routes.js';

type Routes = typeof linkRoutes;

const missing = () => new ProblemError('not_found', 'the space has no such link');

const slugTaken = () =>
  new ProblemError('slug_taken', 'another link has this slug', {
    errors: [{ pointer: '/slug', detail: 'is taken' }],
  });

@Controller()
export class LinksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PUBLIC_URL) private readonly publicUrl: string | null,
    private readonly writes: Writes,
  ) {}

  @Handles(linkRoutes.list)
  async list(@Call() { params, query }: CallOf<Routes['list']>) {
    const page = { space: params.space, after: afterOf(query), limit: query.limit + 1 };
    const rows = await listLinks(this.database, page);
    return pageOf(
      query,
      rows,
      (row) => [row.position, row.id],
      (row) => this.#shown(row),
    );
  }

  @Handles(linkRoutes.create)
  create(@Call() call: CallOf<Routes['create']>) {
    const { slug, ...fields } = call.body;
    const { space } = call.params;
    return this.writes.configure(call, async (tx, revision) => {
      const row = await insertLink(tx, { id: randomUUID(), space, revision }, slug, fields);
      if (!row) throw slugTaken();
      return { answer: this.#shown(row), target: row.id, detail: { slug } };
    });
  }

  @Handles(linkRoutes.read)
  async read(@Call() { params }: CallOf<Routes['read']>) {
    const row = await readLink(this.database, params.space, params.id);
    if (!row) throw missing();
    return this.#shown(row);
  }

  @Handles(linkRoutes.update)
  update(@Call() call: CallOf<Routes['update']>) {
    const { space, id } = call.params;
    return this.writes.configure(call, async (tx, revision) => {
      const before = await readLink(tx, space, id);
      if (!before) throw missing();
      const { name, landing, creative, source, note, enabled } = before;
      const fields = linkFields.safeParse(
        mergePatch({ name, landing, creative, source, note, enabled }, withoutSame(call.body, before.slug)),
      );
      if (!fields.success) throw invalidFields(fields.error);
      const row = await updateLink(tx, { id, space, revision }, fields.data);
      if (!row) throw missing();
      return { answer: this.#shown(row), target: id, detail: { fields: Object.keys(call.body) } };
    });
  }

  @Handles(linkRoutes.remove)
  async remove(@Call() call: CallOf<Routes['remove']>) {
    const { space, id } = call.params;
    await this.writes.configure(call, async (tx, revision) => {
      const row = await deleteLink(tx, { id, space, revision });
      if (!row) throw missing();
      return { answer: null, target: id, detail: { slug: row.slug } };
    });
  }

  #shown({ id, slug, name, landing, creative, source, note, enabled, created_at }: LinkRow) {
    const url = this.publicUrl === null ? null : `${this.publicUrl}/l/${slug}`;
    return { id, slug, url, name, landing, creative, source, note, enabled, created_at: shown(created_at) };
  }
}

/** A patch that repeats the slug changes nothing about it. */
function withoutSame(patch: Readonly<Record<string, unknown>>, slug: string): Readonly<Record<string, unknown>> {
  const { slug: given, ...rest } = patch;
  return given === slug ? rest : patch;
}
