import { Inject, Injectable } from '@nestjs/common';
import type { FieldError, Kind as KindName, SpaceId } from '@app/contracts';
import type { Egress, UrlJudgement } from '@app/egress';
import { unknownLinks, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { DATABASE, URL_JUDGE } from '../api/parts.js';
import { refuseFields } from '../api/refusal.js';
import { calledUrls, type Draft } from './draft.js';
import { kindOf } from './kind-book.js';

/** A draft nothing speaks against. */
export type Accepted = Extract<Draft, { fields: unknown }> & { readonly warnings: readonly string[] };

type Judged = UrlJudgement & { readonly pointer: string };

/** What only a look outside can tell of a draft: links that do not exist, addresses nobody may call. */
@Injectable()
export class DestinationChecks {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(URL_JUDGE) private readonly judge: Pick<Egress, 'judgeUrl' | 'judgeProxyUrl'>,
  ) {}

  /** The draft with warnings. Refuses with every wrong field. */
  async accept(space: SpaceId, kind: KindName, draft: Draft): Promise<Accepted> {
    if ('errors' in draft) throw refuseFields(draft.errors);
    const { clear, proxy } = draft;
    const [links, urls, proxies] = await Promise.all([
      this.#unknownLinks(space, draft.fields.filter.links ?? []),
      Promise.all(calledUrls(kindOf(kind), clear).map(({ pointer, url }) => at(pointer, this.judge.judgeUrl(url)))),
      Promise.all(proxy === null ? [] : [at('/proxy_url', this.judge.judgeProxyUrl(proxy))]),
    ]);
    const judged = [...urls, ...proxies];
    const refused = judged.flatMap((one): FieldError[] =>
      one.judgement === 'refused' ? [{ pointer: one.pointer, detail: one.detail }] : [],
    );
    const errors = [...links, ...refused];
    if (errors.length > 0) throw refuseFields(errors);
    return { ...draft, warnings: judged.flatMap((one) => (one.judgement === 'warning' ? [one.detail] : [])) };
  }

  async #unknownLinks(space: SpaceId, slugs: readonly string[]): Promise<FieldError[]> {
    if (slugs.length === 0) return [];
    const unknown = new Set(await unknownLinks(this.database, space, slugs));
    return slugs.flatMap((slug, index) =>
      unknown.has(slug) ? [{ pointer: `/filter/links/${index}`, detail: 'the space has no link with this slug' }] : [],
    );
  }
}

const at = async (pointer: string, judgement: Promise<UrlJudgement>): Promise<Judged> => ({
  ...(await judgement),
  pointer,
});

/** The refusal of a name another destination of the space has. */
export const nameTaken = (): ProblemError =>
  new ProblemError('name_taken', 'another destination of this space has this name', {
    errors: [{ pointer: '/name', detail: 'is taken' }],
  });
