import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';

interface BlockLinkProps {
  blockNumber: number;
  /** The product's own page, or another site's. */
  blockUrl: string;
  /** Says "block 12" and not 12 alone. */
  named?: boolean;
}

/** Leads to where a block can be looked at. */
export function BlockLink({ blockNumber, blockUrl, named = false }: BlockLinkProps) {
  const { t } = useLingui();
  const common = {
    className: 'tabular-nums underline underline-offset-4',
    'aria-label': t`Block ${blockNumber}`,
    children: named ? t`block ${blockNumber}` : blockNumber,
  };
  return blockUrl.startsWith('/') ? (
    <Link to={blockUrl} prefetch="intent" {...common} />
  ) : (
    <a href={blockUrl} rel="noreferrer" {...common} />
  );
}
