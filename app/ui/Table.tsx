import { Link, useSearchParams } from '@remix-run/react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode } from 'react';
import { cx } from './cx';

/** One column of a table. */
export interface Column<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** What it is sorted by; without it, it is not. */
  sort?: (row: Row) => string | number | bigint;
  /** Figures stand at the end of their cell. */
  figures?: boolean;
  /** Columns that a phone has no room for. */
  wide?: boolean;
}

interface TableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
}

/**
 * A dense table. Its heads are links that sort it: by keyboard, by address, and without scripts.
 */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  const [search] = useSearchParams();
  const by = columns.find((column) => column.sort && column.key === search.get('sort'));
  // Figures are wanted largest first, names from A on.
  const order = search.get('order') ?? (by?.figures ? 'down' : 'up');
  const down = order === 'down';
  const place = (key: string) => {
    const next = new URLSearchParams(search);
    next.set('sort', key);
    if (by?.key === key) next.set('order', down ? 'up' : 'down');
    else next.delete('order');
    return `?${next.toString()}`;
  };
  const cell = (column: Column<Row>) =>
    cx(column.figures ? 'text-end tabular-nums' : 'text-start', column.wide && 'hidden md:table-cell');
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b">
          {columns.map((column) => {
            const sorted = by === column;
            return (
              <th
                key={column.key}
                scope="col"
                aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
                className={cx('py-2 pe-6 text-xs font-medium whitespace-nowrap text-soft last:pe-0', cell(column))}
              >
                {column.sort ? (
                  <Link
                    to={place(column.key)}
                    preventScrollReset
                    className={cx('inline-flex items-center gap-1 py-1 hover:text-ink', sorted && 'text-ink')}
                  >
                    {column.label}
                    {sorted &&
                      (down ? (
                        <ArrowDown aria-hidden="true" className="size-3.5" />
                      ) : (
                        <ArrowUp aria-hidden="true" className="size-3.5" />
                      ))}
                  </Link>
                ) : (
                  column.label
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {sortRows(rows, by?.sort, down).map((row) => (
          <tr key={rowKey(row)} className="border-b transition-colors hover:bg-sunken">
            {columns.map((column) => (
              <td
                key={column.key}
                className={cx(
                  'py-3 pe-6 align-top last:pe-0',
                  column.figures ? 'whitespace-nowrap' : 'wrap-anywhere',
                  cell(column),
                )}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sortRows<Row>(rows: Row[], sort: Column<Row>['sort'], down: boolean): Row[] {
  if (!sort) return rows;
  const direction = down ? -1 : 1;
  return [...rows].sort((left, right) => {
    const [a, b] = [sort(left), sort(right)];
    if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en') * direction;
    return a < b ? -direction : a > b ? direction : 0;
  });
}
