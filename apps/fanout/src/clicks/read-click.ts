import { clickContext, clickRecord, tooFarAhead, type RejectReason, type SpaceId } from '@app/contracts';
import type { ConsumedRecord, ReadItem } from '@app/kafka';
import type { ClickRow } from '@app/persistence';

/** What one record of `clicks` turns out to be. */
export type ReadClick = ReadItem &
  (
    | { readonly is: 'click'; readonly row: ClickRow }
    | {
        readonly is: 'rejected';
        readonly reason: RejectReason;
        readonly detail: string;
        readonly spaceId: SpaceId | null;
      }
  );

/** Reads a click. Looks at nothing but the record. */
export function readClick(record: ConsumedRecord): ReadClick {
  const rejected = (reason: RejectReason, detail: string): ReadClick => ({
    is: 'rejected',
    record,
    reason,
    detail,
    spaceId: null,
  });
  const json = jsonOf(record.value);
  if (json === undefined) return rejected('not_json', 'the click is not JSON');
  const parsed = clickRecord.safeParse(json);
  if (!parsed.success) {
    const { issues } = parsed.error;
    return rejected('schema', issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; '));
  }
  const { space_id: spaceId, link_id: linkId, ...context } = parsed.data;
  if (tooFarAhead(context.clicked_at_ms, record.timestamp)) {
    return rejected('schema', '/clicked_at_ms: must not be more than 24 h in the future');
  }
  return {
    is: 'click',
    record,
    row: {
      spaceId,
      uid: context.uid,
      linkId,
      tgId: context.tg_id,
      clickedAtMs: context.clicked_at_ms,
      acceptedAtMs: record.timestamp,
      fields: Buffer.from(JSON.stringify(clickContext.parse(context))),
    },
  };
}

function jsonOf(value: Buffer | null): unknown {
  try {
    return value === null ? undefined : JSON.parse(value.toString('utf8'));
  } catch {
    return undefined;
  }
}
