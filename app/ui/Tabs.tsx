import { Link, useSearchParams } from '@remix-run/react';
import { type ReactNode } from 'react';
import { count } from '../lib/format';
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
  const linkTo = (value: string) => {
    const next = new URLSearchParams(search);
    next.set(param, value);
    return `?${next.toString()}`;
  };
  return (
    <>
      <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Link
            key={tab.value}
            to={linkTo(tab.value)}
            preventScrollReset
            aria-current={tab === current ? 'page' : undefined}
            className={cx(
              'relative border-b-2 px-3 py-2.5 text-sm whitespace-nowrap -outline-offset-2 transition-colors',
              tab === current
                ? 'border-accent-edge font-medium text-ink'
                : 'border-transparent text-soft hover:text-ink',
            )}
          >
            {tab.label}
            {tab.amount !== undefined && <span className="ms-2 text-soft tabular-nums">{count(tab.amount)}</span>}
          </Link>
        ))}
      </nav>
      {current?.content}
    </>
  );
}
