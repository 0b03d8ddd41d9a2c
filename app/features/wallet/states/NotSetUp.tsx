import { Trans, useLingui } from '@lingui/react/macro';
import { EmptyState } from '../../../ui/EmptyState';

/** The site knows of no purse contract. */
export function NotSetUp() {
  const { t } = useLingui();
  return (
    <EmptyState title={t`Payments are not set up here.`}>
      <Trans>
        This site has no purse contract yet, so nothing can be deposited and nothing can be charged. Free streams need
        no purse.
      </Trans>
    </EmptyState>
  );
}
