import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useHeldRows } from './use-held-rows.js';
import { isTyping } from '../shell/typing.js';

/** A column: its head, and the cell of a row. */
export interface Column<Row> {
  readonly name: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** Left out on a narrow screen; the row's own page tells. */
  readonly wide?: boolean;
  /** What rows are sorted by when the head is pressed. */
  readonly sort?: (row: Row) => number | string;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Opens a row, by click or Enter; the first cell holds the link that does the same. */
  readonly onOpen?: (row: Row) => void;
  readonly selected?: string | undefined;
  /** New rows wait while the pointer is over the table. */
  readonly hold?: boolean;
  readonly footer?: ReactNode;
}

type Order = { readonly name: string; readonly down: boolean } | null;

const INTERACTIVE = 'a, button, input, select, label';

function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order): readonly Row[] {
  const sort = columns.find(({ name }) => name === order?.name)?.sort;
  if (!sort || !order) return rows;
  return rows.toSorted((a, b) => {
    const [x, y] = [sort(a), sort(b)];
    return (x < y ? -1 : x > y ? 1 : 0) * (order.down ? -1 : 1);
  });
}

/** `j` and `k` walk the rows of the table that is shown. */
function useWalk(): React.RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const walk = (event: KeyboardEvent): void => {
      if ((event.key !== 'j' && event.key !== 'k') || isTyping(event)) return;
      const links = [...(body.current?.querySelectorAll<HTMLElement>('tr > :first-child a') ?? [])];
      const at = links.findIndex((link) => link === document.activeElement);
      links[Math.min(links.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus();
    };
    document.addEventListener('keydown', walk);
    return () => document.removeEventListener('keydown', walk);
  }, []);
  return body;
}

/** The one table: sortable heads, walked by `j` and `k`, head and first column stay, new rows never push under the pointer. */
export function Table<Row>({ label, columns, rows, keyOf, onOpen, selected, hold = false, footer }: TableProps<Row>) {
  const [order, setOrder] = useState<Order>(null);
  const [inside, setInside] = useState(false);
  const body = useWalk();
  const { shown, waiting, release } = useHeldRows(rows, keyOf, hold && inside);
  const press = (name: string) =>
    setOrder((was) => (was?.name !== name ? { name, down: true } : was.down ? { name, down: false } : null));
  const open = (event: MouseEvent, row: Row): void => {
    if (event.target instanceof Element && !event.target.closest(INTERACTIVE)) onOpen?.(row);
  };
  return (
    <div className="table-place" onPointerEnter={() => setInside(true)} onPointerLeave={() => setInside(false)}>
      {waiting > 0 && (
        <button type="button" className="pill" onClick={release}>
          {waiting} new
        </button>
      )}
      <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
        <table>
          <caption className="unseen">{label}</caption>
          <thead>
            <tr>
              {columns.map(({ name, head, align, wide, sort }) => (
                <th
                  key={name}
                  scope="col"
                  className={`${align ?? ''} ${wide ? 'wide' : ''}`}
                  {...(order?.name === name ? { 'aria-sort': order.down ? 'descending' : 'ascending' } : {})}
                >
                  {sort ? (
                    <button type="button" onClick={() => press(name)}>
                      {head}
                    </button>
                  ) : (
                    head
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {sorted(shown, columns, order).map((row) => (
              <tr
                key={keyOf(row)}
                className={`${onOpen ? 'opens' : ''} ${keyOf(row) === selected ? 'selected' : ''}`}
                onClick={(event) => open(event, row)}
              >
                {columns.map(({ name, cell, align, wide }, at) => {
                  const look = `${align ?? ''} ${wide ? 'wide' : ''}`;
                  return at === 0 ? (
                    <th key={name} scope="row" className={look}>
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={name} className={look}>
                      {cell(row)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {footer}
    </div>
  );
}
