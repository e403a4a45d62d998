import type { ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/use-api.js';
import { EventCurl } from '../../parts/event-curl.js';
import { counted } from '../../parts/format.js';
import { Empty, Failure, Skeleton } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { useSearchAs, useSpace } from '../../shell/space.js';
import { useNow } from '../../parts/use-now.js';
import { deliveryColumns } from './columns.js';
import { DeliveryDrawer } from './delivery.drawer.js';
import { DeliveryFilterBar } from './delivery-filters.js';
import { deliverySearch, queryOf, type DeliverySearch } from './search.js';
import { usePages } from './use-pages.js';

/** Every delivery, filtered by what stands in the address; one opens beside the list. */
export function DeliveriesPage(): ReactNode {
  const space = useSpace();
  const { open, ...filters } = useSearchAs(deliverySearch);
  const navigate = useNavigate({ from: '/s/$space/deliveries' });
  const query = queryOf(filters, useNow());
  const list = usePages(space, query);
  const count = useApi('GET /api/spaces/:space/deliveries/count', { params: { space }, query });
  const filtered = Object.keys(filters).length > 0;
  const show = (search: DeliverySearch, replace = false) => void navigate({ search, replace, resetScroll: false });
  return (
    <>
      <title>Deliveries · Waybill</title>
      <header className="page-head">
        <h1>Deliveries</h1>
        <span className="meta num" aria-live="polite">
          {count.data && `${count.data.exact ? '' : 'over '}${counted(count.data.count)}`}
        </span>
      </header>
      <DeliveryFilterBar space={space} filters={filters} onChange={(next) => show(next)} />
      {list.isPending && <Skeleton rows={12} />}
      {list.problem && list.rows.length === 0 && <Failure problem={list.problem} retry={list.retry} />}
      {!list.isPending && !list.problem && list.rows.length === 0 && (
        <Empty title={filtered ? 'No delivery fits these filters' : 'No delivery yet'}>
          {filtered ? (
            <button type="button" className="button" onClick={() => show({})}>
              Clear filters
            </button>
          ) : (
            <EventCurl />
          )}
        </Empty>
      )}
      {list.rows.length > 0 && (
        <Table
          label="Deliveries"
          columns={deliveryColumns(space, filters)}
          rows={list.rows}
          keyOf={(row) => row.event_id}
          onOpen={(row) => show({ ...filters, open: row.event_id })}
          selected={open}
          hold
          footer={
            list.hasMore && (
              <button type="button" className="button more" onClick={list.more} disabled={list.isLoadingMore}>
                {list.isLoadingMore ? 'Loading …' : 'Show older'}
              </button>
            )
          }
        />
      )}
      {open !== undefined && (
        <DeliveryDrawer
          space={space}
          id={open}
          onClose={() => show(filters, true)}
          onOpen={(id) => show({ ...filters, open: id }, true)}
        />
      )}
    </>
  );
}
