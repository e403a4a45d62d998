import type { ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Rejected } from '../../api/shapes.js';
import { useApi } from '../../api/use-api.js';
import { Drawer } from '../../parts/dialog.js';
import { counted } from '../../parts/format.js';
import { Payload } from '../../parts/payload.js';
import { Empty, Failure, Skeleton } from '../../parts/states.js';
import { Table, type Column } from '../../parts/table.js';
import { Clock, TimeAgo } from '../../parts/time.js';
import { Id } from '../../parts/values.js';
import { useSearchAs, useSpace } from '../../shell/space.js';
import { rejectedSearch } from './search.js';

const SHOWN = 200;

const words = (reason: string): string => reason.replaceAll('_', ' ');

const columns = (space: string): readonly Column<Rejected>[] => [
  {
    name: 'reason',
    head: 'Reason',
    sort: ({ reason }) => reason,
    cell: (row) => (
      <Link to="/s/$space/rejected" params={{ space }} search={{ open: row.id }} resetScroll={false}>
        {words(row.reason)}
      </Link>
    ),
  },
  {
    name: 'detail',
    head: 'What was wrong',
    cell: (row) => (
      <span className="cut detail-cell" title={row.detail}>
        {row.detail}
      </span>
    ),
  },
  { name: 'door', head: 'Door', wide: true, sort: ({ door }) => door, cell: (row) => <code>{row.door}</code> },
  { name: 'at', head: 'When', sort: ({ at }) => at, cell: (row) => <TimeAgo at={row.at} /> },
];

const bodyOf = ({ value }: Rejected): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

const RejectedDrawer = ({ row, onClose }: { readonly row: Rejected; readonly onClose: () => void }) => (
  <Drawer title={`Refused: ${words(row.reason)}`} onClose={onClose}>
    <div className="stack">
      <p>{row.detail}</p>
      <p className="meta">
        By <code>{row.door}</code> at <Clock at={row.at} />
        {row.position && ` · ${row.position.topic}, partition ${row.position.partition}, offset ${row.position.offset}`}
      </p>
      {row.submitted_as !== null && (
        <p>
          Fixed and submitted as <Id id={row.submitted_as} what="event id" />.
        </p>
      )}
      {row.value === null ? (
        <p className="meta">It could not be kept: {counted(row.value_bytes)} bytes.</p>
      ) : (
        <Payload title="As it came" text={bodyOf(row)} />
      )}
    </div>
  </Drawer>
);

/** What was refused at the doors, and why. */
export function RejectedPage(): ReactNode {
  const space = useSpace();
  const { open } = useSearchAs(rejectedSearch);
  const navigate = useNavigate({ from: '/s/$space/rejected' });
  const { data, error, isPending, refetch } = useApi('GET /api/spaces/:space/rejected', {
    params: { space },
    query: { limit: SHOWN },
  });
  const rows = data?.items;
  const shown = rows?.find(({ id }) => id === open);
  const show = (id?: string) => void navigate({ search: id === undefined ? {} : { open: id }, resetScroll: false });
  return (
    <>
      <title>Rejected · Waybill</title>
      <header className="page-head">
        <h1>Rejected</h1>
        <span className="meta">refused at the doors, kept for 30 days</span>
      </header>
      {isPending && <Skeleton />}
      {error && !rows && <Failure problem={error} retry={() => void refetch()} />}
      {rows?.length === 0 && (
        <Empty title="Nothing was refused">
          <p>A call with a valid key but an event that cannot be read is listed here with its reason.</p>
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <Table
          label="Rejected"
          columns={columns(space)}
          rows={rows}
          keyOf={({ id }) => id}
          onOpen={({ id }) => show(id)}
          selected={open}
          hold
        />
      )}
      {shown && <RejectedDrawer row={shown} onClose={() => show()} />}
    </>
  );
}
