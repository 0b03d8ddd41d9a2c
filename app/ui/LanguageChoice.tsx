import { useLingui } from '@lingui/react/macro';
import { Form, useLocation } from '@remix-run/react';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../texts/languages';
import { cx } from './cx';

/** The languages as buttons, each in its own words. The page comes anew: works without scripts. */
export function LanguageChoice({ language }: { language: Language }) {
  const { t } = useLingui();
  const { pathname, search, hash } = useLocation();
  return (
    <Form
      method="post"
      action="/language"
      reloadDocument
      aria-label={t`Language`}
      className="flex shrink-0 self-start rounded-base border border-edge p-0.5"
    >
      <input type="hidden" name="next" value={pathname + search + hash} />
      {LANGUAGES.map((value) => (
        <button
          key={value}
          name="language"
          value={value}
          lang={value}
          aria-pressed={value === language}
          className={cx(
            'flex h-8 items-center rounded-[0.35rem] px-2.5 text-xs transition-colors',
            value === language ? 'bg-hover font-medium text-ink' : 'text-soft hover:text-ink',
          )}
        >
          {LANGUAGE_NAMES[value]}
        </button>
      ))}
    </Form>
  );
}
