import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../../ui/Button';
import { Section } from '../../ui/Section';

/** Leads to the list of whom one has blocked. */
export function BlockedSection() {
  const { t } = useLingui();
  return (
    <Section
      id="blocked"
      title={t`Blocked people`}
      hint={t`What they write lies folded in the chats that you read. Only you see whom you blocked.`}
      action={
        <ButtonLink to="/settings/blocked">
          <Trans>Look at the list</Trans>
        </ButtonLink>
      }
    >
      {null}
    </Section>
  );
}
