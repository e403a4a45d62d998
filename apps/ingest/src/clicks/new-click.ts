import type { ClickInput, ClickRecord, SpaceId } from '@app/contracts';
import type { Link } from '@app/persistence';
import { readClickQuery } from './click-query.js';
import type { Visitor } from './visitor.js';

/** A click as somebody reports it; its link is known already. */
export interface Reported {
  readonly spaceId: SpaceId;
  readonly uid: string;
  readonly link: Link | null;
  readonly given: ClickInput;
  /** The door's clock, epoch ms. */
  readonly nowMs: number;
}

/** The record of a click that is reported: what is not given by name is read from the query. */
export function reportedClick({ spaceId, uid, link, given, nowMs }: Reported): ClickRecord {
  const read = readClickQuery(given.raw_query ?? '');
  return {
    space_id: spaceId,
    uid,
    tg_id: given.tg_id ?? null,
    link_id: link?.id ?? null,
    link: link?.slug ?? null,
    landing: link?.landing ?? null,
    fbclid: given.fbclid ?? read.fbclid,
    fbp: given.fbp ?? read.fbp,
    campaign_id: given.campaign_id ?? read.campaign_id,
    campaign_name: given.campaign_name ?? read.campaign_name,
    adset_id: given.adset_id ?? read.adset_id,
    adset_name: given.adset_name ?? read.adset_name,
    ad_id: given.ad_id ?? read.ad_id,
    ad_name: given.ad_name ?? read.ad_name,
    placement: given.placement ?? read.placement,
    country: given.country ?? null,
    params: read.params,
    ip: given.ip ?? null,
    user_agent: given.user_agent ?? null,
    clicked_at_ms: given.clicked_at_ms ?? nowMs,
  };
}

/** The record of somebody's visit to a link. */
export function visitedClick(link: Link, uid: string, query: string, visitor: Visitor, nowMs: number): ClickRecord {
  return {
    space_id: link.spaceId,
    uid,
    tg_id: null,
    link_id: link.id,
    link: link.slug,
    landing: link.landing,
    ...readClickQuery(query),
    country: visitor.country,
    ip: visitor.ip,
    user_agent: visitor.userAgent,
    clicked_at_ms: nowMs,
  };
}
