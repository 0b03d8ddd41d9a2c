import { useLingui } from '@lingui/react/macro';
import { useLanguage } from '../../lib/texts';
import { LanguageChoice } from '../../ui/LanguageChoice';
import { Section } from '../../ui/Section';

/** What the pages speak, and the mails and pushes to this account. */
export function LanguageSection() {
  const { t } = useLingui();
  return (
    <Section id="language" title={t`Language`} hint={t`Of these pages, and of the mails and pushes that you get.`}>
      <LanguageChoice language={useLanguage()} />
    </Section>
  );
}
