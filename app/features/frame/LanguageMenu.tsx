import { useLingui } from '@lingui/react/macro';
import { Form, useLocation } from '@remix-run/react';
import { Languages } from 'lucide-react';
import { useRef } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../texts/languages';
import { useLanguage } from '../../lib/texts';
import { IconButton } from '../../ui/Button';
import { DropdownMenu, MenuChoice } from '../../ui/DropdownMenu';

/** The language in a menu, at the top of the page. */
export function LanguageMenu() {
  const { t } = useLingui();
  const { pathname, search, hash } = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const chosen = useRef<HTMLInputElement>(null);
  const choose = (language: string) => {
    if (!form.current || !chosen.current) return;
    chosen.current.value = language;
    form.current.submit();
  };
  return (
    <>
      {/* outside of the menu, which is gone before the form is sent */}
      <Form ref={form} method="post" action="/language" reloadDocument hidden>
        <input ref={chosen} type="hidden" name="language" />
        <input type="hidden" name="next" value={pathname + search + hash} />
      </Form>
      <DropdownMenu
        label={t`Language`}
        trigger={
          <IconButton label={t`Language`} className="max-md:hidden">
            <Languages aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuChoice
          value={useLanguage()}
          choices={LANGUAGES.map((value) => ({ value, label: <span lang={value}>{LANGUAGE_NAMES[value]}</span> }))}
          onChange={choose}
        />
      </DropdownMenu>
    </>
  );
}
