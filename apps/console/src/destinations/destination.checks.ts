import { Inject, Injectable } from '@nestjs/common';
import type { Kind as KindName, SpaceId } from '@app/contracts';
import type { Egress, UrlJudgement } from '@app/egress';
import type { KindProfile } from '@app/kinds';
import { PROXY_FIELD, unknownLinks, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { DATABASE, URL_JUDGE } from '../api/parts.js';
import { issueAt, refuse, type Issue } from '../api/refusal.js';
import { calledUrls, type Draft } from './draft.js';
import { kindOf } from './kind-book.js';

/** A draft nothing speaks against. */
export type Accepted = Extract<Draft, { fields: unknown }> & { readonly warnings: readonly string[] };

/** What only a look outside can tell of a draft: links that do not exist, addresses nobody may call. */
@Injectable()
export class DestinationChecks {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(URL_JUDGE) private readonly judge: Pick<Egress, 'judgeUrl' | 'judgeProxyUrl'>,
  ) {}

  /** The draft with warnings. Refuses with every wrong field. */
  async accept(space: SpaceId, kind: KindName, draft: Draft): Promise<Accepted> {
    if ('issues' in draft) throw refuse({ body: draft.issues });
    const { clear, proxy, fields } = draft;
    const profile = kindOf(kind);
    const [links, urls, proxies] = await Promise.all([
      this.#unknownLinks(space, fields.filter.links ?? []),
      Promise.all(
        calledUrls(profile, clear).map(async ({ name, url }) =>
          judged(['config', name], await this.judge.judgeUrl(url)),
        ),
      ),
      Promise.all(proxy === null ? [] : [this.judge.judgeProxyUrl(proxy)]),
    ]);
    const addresses = [...urls, ...proxies.map((judgement) => judged([PROXY_FIELD], judgement))];
    const issues = [...links, ...addresses.flatMap(({ issue }) => issue ?? [])];
    if (issues.length > 0) throw refuse({ body: issues });
    return {
      ...draft,
      warnings: [
        ...(profile.hints?.(clear) ?? []),
        ...lateRepeats(profile, fields.horizon_s),
        ...addresses.flatMap(({ warning }) => warning ?? []),
      ],
    };
  }

  async #unknownLinks(space: SpaceId, slugs: readonly string[]): Promise<Issue[]> {
    if (slugs.length === 0) return [];
    const unknown = new Set(await unknownLinks(this.database, space, slugs));
    return slugs.flatMap((slug, index) =>
      unknown.has(slug) ? [issueAt(['filter', 'links', index], 'the space has no link with this slug')] : [],
    );
  }
}

/** Whether deliveries may be repeated when their receiver no longer knows the first one. */
const lateRepeats = ({ limits }: KindProfile, horizonS: number): string[] =>
  limits.dedupWindowMs !== null && horizonS * 1000 >= limits.dedupWindowMs
    ? [`A retry later than ${limits.dedupWindowMs / 3_600_000} h may be counted twice: keep horizon_s below that.`]
    : [];

/** What a judgement means for the field it is about. */
const judged = (path: readonly string[], judgement: UrlJudgement): { issue?: Issue; warning?: string } => {
  if (judgement.judgement === 'ok') return {};
  return judgement.judgement === 'refused' ? { issue: issueAt(path, judgement.detail) } : { warning: judgement.detail };
};

/** The refusal of a name another destination of the space has. */
export const nameTaken = (): ProblemError =>
  new ProblemError('name_taken', 'another destination of this space has this name', {
    errors: [{ pointer: '/name', detail: 'is taken' }],
  });
