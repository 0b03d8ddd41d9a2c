import { useLingui } from '@lingui/react/macro';
import { Link, useSearchParams } from '@remix-run/react';
import { type ReactNode } from 'react';
import { count } from '../lib/format';
import { withParams } from '../lib/paths';
import { cx } from './cx';

/** One of several views of the same thing. */
export interface Tab {
  value: string;
  label: string;
  /** How many things are in it. */
  amount?: number;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: Tab[];
  /**
   * Which part of the address holds the choice: a view can be linked to, and works without scripts.
   */
  param?: string;
  /** What is shown when the address does not say. */
  initial?: string;
}

/** Views behind links: plain navigation to browser, keyboard and screen reader alike. */
export function Tabs({ label, tabs, param = 'show', initial }: TabsProps) {
  const [search] = useSearchParams();
  const asked = search.get(param) ?? initial;
  const current = tabs.find((tab) => tab.value === asked) ?? tabs[0];
  return (
    <>
      <LinkTabs label={label} tabs={tabs} param={param} current={current?.value} />
      {current?.content}
    </>
  );
}

/** The row of tabs alone, for a page that asks for one view at a time; each begins at its start. */
export function LinkTabs({
  label,
  tabs,
  param = 'show',
  current,
}: {
  label: string;
  tabs: Omit<Tab, 'content'>[];
  param?: string;
  current: string | undefined;
}) {
  const { i18n } = useLingui();
  const [search] = useSearchParams();
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.value}
          to={withParams(search, { [param]: tab.value, cursor: null })}
          preventScrollReset
          aria-current={tab.value === current ? 'page' : undefined}
          className={cx(
            'relative border-b-2 px-3 py-2.5 text-sm whitespace-nowrap -outline-offset-2 transition-colors',
            tab.value === current
              ? 'border-accent-edge font-medium text-ink'
              : 'border-transparent text-soft hover:text-ink',
          )}
        >
          {tab.label}
          {tab.amount !== undefined && <span className="ms-2 text-soft tabular-nums">{count(tab.amount, i18n)}</span>}
        </Link>
      ))}
    </nav>
  );
}
