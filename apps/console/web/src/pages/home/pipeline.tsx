import { Link } from '@tanstack/react-router';
import type { HealthRow, Status } from '../../api/shapes.js';
import { STATUSES } from '../../api/shapes.js';
import { counted } from '../../parts/format.js';
import { Status as StatusTag } from '../../parts/status.js';

/** The status of a delivery and the numbers of health share their names. */
const sums = (rows: readonly HealthRow[]): Readonly<Record<Status, number>> => ({
  pending: rows.reduce((sum, row) => sum + row.pending, 0),
  failed: rows.reduce((sum, row) => sum + row.failed, 0),
  sent: rows.reduce((sum, row) => sum + row.sent, 0),
  failed_permanently: rows.reduce((sum, row) => sum + row.failed_permanently, 0),
  discarded: rows.reduce((sum, row) => sum + row.discarded, 0),
});

const ORDER = [
  'sent',
  'pending',
  'failed',
  'failed_permanently',
  'discarded',
] as const satisfies (typeof STATUSES)[number][];
const OPEN: readonly Status[] = ['pending', 'failed'];

/** How all deliveries of the space stand, as a row that adds up. */
export function Pipeline({ space, rows }: { readonly space: string; readonly rows: readonly HealthRow[] }) {
  const count = sums(rows);
  const total = ORDER.reduce((sum, status) => sum + count[status], 0);
  const settled = count.sent + count.failed_permanently;
  const share = settled === 0 ? null : (count.sent / settled) * 100;
  return (
    <section className="pipeline" aria-label="Deliveries by status">
      <div className="station total">
        <span className="figure num">{counted(total)}</span>
        <span className="label">Deliveries</span>
      </div>
      <span className="equals" aria-hidden="true">
        =
      </span>
      {ORDER.map((status) => (
        <Link
          key={status}
          to="/s/$space/deliveries"
          params={{ space }}
          search={{ status: [status], ...(OPEN.includes(status) ? {} : { since: '24h' }) }}
          className={`station ${count[status] === 0 ? 'zero' : ''}`}
        >
          <span className="figure num">{counted(count[status])}</span>
          <StatusTag status={status} />
        </Link>
      ))}
      <p className="verdict meta">
        {share === null
          ? 'Nothing was settled in the last 24 h.'
          : `${share.toFixed(share === 100 ? 0 : 2)} % of what was settled arrived. Sent, failed and discarded over 24 h; waiting and retrying now.`}
      </p>
    </section>
  );
}
