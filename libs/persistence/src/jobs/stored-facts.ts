import type { Canonical } from '@app/contracts';

/** What of a stored event decides whether a destination wants it. */
export interface StoredFacts {
  readonly canonical: Canonical;
  /** Exact decimal text, or `null`. */
  readonly value: string | null;
  readonly currency: string | null;
  /** The click it was delivered with, as JSON. */
  readonly click: Buffer | null;
  /** The first of its canonical for its uid; one without uid counts as first. */
  readonly first: boolean;
}

/** SQL for `first` of a payload `p`. */
export const FIRST_OF_ITS_KIND = `(p.uid is null or exists (
  select from firsts f where f.space_id = p.space_id and f.uid = p.uid and f.canonical = p.canonical
    and f.inbox_id = p.inbox_id))`;
