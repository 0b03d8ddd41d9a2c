import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useFetcher, useLocation } from '@remix-run/react';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useHydrated } from '../../lib/hydrated';
import { parseTheme, type Theme, themes } from '../../lib/theme';
import { IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { DropdownMenu, MenuChoice } from '../../ui/DropdownMenu';

const LABELS: Record<Theme, MessageDescriptor> = { system: msg`As the system`, light: msg`Light`, dark: msg`Dark` };
const ICONS: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };
export const THEME_FETCHER = 'theme';

/** The theme in a menu, at the top of the page. */
export function ThemeMenu({ theme }: { theme: Theme }) {
  const { t } = useLingui();
  const fetcher = useFetcher({ key: THEME_FETCHER });
  const Icon = ICONS[theme];
  const choices = themes.map((value) => {
    const Choice = ICONS[value];
    return { value, label: t(LABELS[value]), icon: <Choice aria-hidden="true" /> };
  });
  return (
    <DropdownMenu
      label={t`Theme`}
      trigger={
        <IconButton label={t`Theme`}>
          <Icon aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuChoice
        value={theme}
        choices={choices}
        onChange={(value) => fetcher.submit({ theme: parseTheme(value) }, { method: 'post', action: '/theme' })}
      />
    </DropdownMenu>
  );
}

/** The same choice as plain buttons, at the end of the page: works without scripts. */
export function ThemeButtons({ theme }: { theme: Theme }) {
  const { t } = useLingui();
  const fetcher = useFetcher({ key: THEME_FETCHER });
  const { pathname, search } = useLocation();
  const hydrated = useHydrated();
  return (
    <fetcher.Form
      method="post"
      action="/theme"
      aria-label={t`Theme`}
      className="flex shrink-0 self-start rounded-base border border-edge p-0.5"
    >
      {/* Without scripts the answer is a page: this one. */}
      {!hydrated && <input type="hidden" name="next" value={pathname + search} />}
      {themes.map((value) => {
        const Icon = ICONS[value];
        return (
          <button
            key={value}
            name="theme"
            value={value}
            aria-pressed={value === theme}
            className={cx(
              'flex h-8 items-center gap-1.5 rounded-[0.35rem] px-2.5 text-xs transition-colors',
              value === theme ? 'bg-hover font-medium text-ink' : 'text-soft hover:text-ink',
            )}
          >
            <Icon aria-hidden="true" className="size-3.5" />
            {t(LABELS[value])}
          </button>
        );
      })}
    </fetcher.Form>
  );
}
