import { EmptyState } from '../../../ui/EmptyState';

/** The site knows of no purse contract. */
export function NotSetUp() {
  return (
    <EmptyState title="Payments are not set up here.">
      This site has no purse contract yet, so nothing can be deposited and nothing can be charged. Free streams need no
      purse.
    </EmptyState>
  );
}
