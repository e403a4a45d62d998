import { useApi } from '../../api/use-api.js';
import { CANONICALS, STATUSES } from '../../api/shapes.js';
import { FilterBar, type Filter } from '../../parts/filter-bar.js';
import { CANONICAL_WORDS, REASON_WORDS, STATUS_WORDS } from '../../parts/format.js';
import { deliverySearch, PERIODS, type DeliveryFilters } from './search.js';

const MOST = 500;
/** Reasons why there is no delivery at all are none of a list of deliveries. */
const NO_DELIVERY = ['unmapped', 'filtered'];

const optionsOf = (words: Readonly<Record<string, string>>, values: readonly string[] = Object.keys(words)) =>
  values.map((value) => ({ value, label: words[value] ?? value }));

const ID_WORDS = { uid: 'Person', eid: 'Order', event_id: 'Delivery' } as const;

interface DeliveryFilterBarProps {
  readonly space: string;
  readonly filters: DeliveryFilters;
  readonly onChange: (filters: DeliveryFilters) => void;
}

/** What deliveries are filtered by. */
export function DeliveryFilterBar({ space, filters, onChange }: DeliveryFilterBarProps) {
  const { data } = useApi(
    'GET /api/spaces/:space/destinations',
    { params: { space }, query: { limit: MOST } },
    { live: false },
  );
  const bars: readonly Filter[] = [
    { name: 'status', label: 'Status', options: optionsOf(STATUS_WORDS, STATUSES) },
    {
      name: 'destination',
      label: 'Destination',
      options: (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    { name: 'canonical', label: 'Event', options: optionsOf(CANONICAL_WORDS, CANONICALS) },
    {
      name: 'reason',
      label: 'Reason',
      options: optionsOf(REASON_WORDS).filter(({ value }) => !NO_DELIVERY.includes(value)),
    },
  ];
  const { since, uid, eid, event_id, ...lists } = filters;
  const ids = { uid, eid, event_id };
  const change = (name: string, values: unknown) => onChange(deliverySearch({ ...filters, [name]: values }));
  return (
    <FilterBar
      filters={bars}
      chosen={{
        status: lists.status,
        destination: lists.destination,
        canonical: lists.canonical,
        reason: lists.reason,
        since: since && [since],
        ...ids,
      }}
      onChange={change}
      onClear={() => onChange({})}
    >
      <label className={`chip-select ${since ? 'chosen' : ''}`}>
        <span className="unseen">Period</span>
        <select value={since ?? ''} onChange={(event) => change('since', event.target.value)}>
          <option value="">Any time</option>
          {Object.keys(PERIODS).map((period) => (
            <option key={period} value={period}>
              Last {period.replace(/(\d+)/, '$1 ')}
            </option>
          ))}
        </select>
      </label>
      {(['uid', 'eid', 'event_id'] as const).map(
        (name) =>
          ids[name] && (
            <button
              key={name}
              type="button"
              className="chip chosen"
              onClick={() => change(name, undefined)}
              title="Remove this filter"
            >
              {ID_WORDS[name]}
              <strong>{ids[name].length === 1 ? ids[name][0] : `${ids[name].length} ids`}</strong> ×
            </button>
          ),
      )}
    </FilterBar>
  );
}
