import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Cause } from '../../api/shapes.js';
import { useApi } from '../../api/use-api.js';
import { counted, REASON_WORDS } from '../../parts/format.js';
import { Empty, Failure, Skeleton } from '../../parts/states.js';
import { Table, type Column } from '../../parts/table.js';
import { TimeAgo } from '../../parts/time.js';
import { Count } from '../../parts/values.js';
import { useSpace } from '../../shell/space.js';
import { Jobs } from './jobs.js';
import { SendAgain } from './send-again.js';

const keyOf = ({ destination_id, reason }: Cause): string => `${destination_id} ${reason}`;

const columns = (
  space: string,
  nameOf: (destination: string) => string,
  onSendAgain: (cause: Cause) => void,
): readonly Column<Cause>[] => [
  {
    name: 'cause',
    head: 'Cause',
    cell: (cause) => (
      <div className="named">
        <Link
          to="/s/$space/deliveries"
          params={{ space }}
          search={{ status: ['failed_permanently'], destination: [cause.destination_id], reason: [cause.reason] }}
        >
          {REASON_WORDS[cause.reason]}
        </Link>
        <span className="meta" dir="auto">
          {nameOf(cause.destination_id)}
        </span>
      </div>
    ),
  },
  {
    name: 'count',
    head: 'Deliveries',
    align: 'end',
    sort: ({ count }) => count,
    cell: ({ count }) => <Count of={count} tone="failed" />,
  },
  {
    name: 'oldest',
    head: 'Since',
    wide: true,
    sort: ({ oldest_at }) => oldest_at,
    cell: ({ oldest_at }) => <TimeAgo at={oldest_at} />,
  },
  {
    name: 'newest',
    head: 'Last',
    wide: true,
    sort: ({ newest_at }) => newest_at,
    cell: ({ newest_at }) => <TimeAgo at={newest_at} />,
  },
  {
    name: 'act',
    head: 'What to do',
    align: 'end',
    cell: (cause) => (
      <button type="button" className="button small" onClick={() => onSendAgain(cause)}>
        Send again …
      </button>
    ),
  },
];

/** What failed for good, by cause: fix it, then send again. */
export function FailedPage(): ReactNode {
  const space = useSpace();
  const [asked, setAsked] = useState<Cause | null>(null);
  const causes = useApi('GET /api/spaces/:space/dead_letters', { params: { space } });
  const health = useApi('GET /api/spaces/:space/health', { params: { space } }, { live: false });
  const nameOf = (id: string): string =>
    health.data?.items.find(({ destination_id }) => destination_id === id)?.name ?? 'a deleted destination';
  const rows = causes.data?.items;
  const total = (rows ?? []).reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <title>Failed deliveries · Waybill</title>
      <header className="page-head">
        <h1>Failed deliveries</h1>
        <span className="meta num">{rows && counted(total)}</span>
      </header>
      {causes.isPending && <Skeleton />}
      {causes.error && !rows && <Failure problem={causes.error} retry={() => void causes.refetch()} />}
      {rows?.length === 0 && (
        <Empty title="Nothing has failed">
          <p>What a receiver refuses for good is kept here by its cause, to be sent again once that is fixed.</p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <Table label="Causes" columns={columns(space, nameOf, setAsked)} rows={rows} keyOf={keyOf} />
      )}
      <Jobs space={space} />
      {asked && (
        <SendAgain space={space} cause={asked} name={nameOf(asked.destination_id)} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
