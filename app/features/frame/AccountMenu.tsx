import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLocation, useSubmit } from '@remix-run/react';
import { type Me } from '../../lib/api';
import { signInPath } from '../../lib/safe-next';
import { Avatar } from '../../ui/Avatar';
import { ButtonLink } from '../../ui/Button';
import { DropdownMenu, MenuHead, MenuItem, MenuLine } from '../../ui/DropdownMenu';

/** The person's corner of the header: their menu, or the ways in. */
export function AccountMenu({ me }: { me: Me | null }) {
  const { t } = useLingui();
  const { pathname, search } = useLocation();
  const submit = useSubmit();
  if (!me) {
    const here = pathname + search;
    return (
      <>
        <ButtonLink to={signInPath(here)} variant="quiet" size="small" className="max-sm:px-2">
          <Trans context="at the top of the page, where there is little room">Sign in</Trans>
        </ButtonLink>
        <ButtonLink to={signInPath(here, '/sign-up')} variant="plain" size="small" className="max-[22rem]:hidden">
          <Trans context="at the top of the page, where there is little room">Sign up</Trans>
        </ButtonLink>
      </>
    );
  }
  return (
    <>
      <ButtonLink to="/wallet" variant="quiet" size="small" className="max-sm:hidden">
        <Trans>Purse</Trans>
      </ButtonLink>
      <ButtonLink to="/dashboard" variant="quiet" size="small" className="max-sm:hidden">
        <Trans>Dashboard</Trans>
      </ButtonLink>
      <noscript>
        <Link to="/settings" className="px-3 text-xs font-medium">
          <Trans>Settings</Trans>
        </Link>
      </noscript>
      <DropdownMenu
        label={t`Your account`}
        trigger={
          <button type="button" className="rounded-full p-0.5">
            <span className="sr-only">
              <Trans>Account of {me.displayName}</Trans>
            </span>
            <Avatar name={me.displayName} handle={me.handle} src={me.avatarUrl} />
          </button>
        }
      >
        <MenuHead>
          <span className="block max-w-56 truncate font-medium">
            <bdi>{me.displayName}</bdi>
          </span>
          <span className="block text-xs text-soft">@{me.handle}</span>
        </MenuHead>
        <MenuLine />
        <MenuItem>
          <Link to={`/@${me.handle}`}>
            <Trans>Your page</Trans>
          </Link>
        </MenuItem>
        <MenuItem>
          <Link to="/following">
            <Trans>Following</Trans>
          </Link>
        </MenuItem>
        <MenuItem>
          <Link to="/wallet">
            <Trans>Purse</Trans>
          </Link>
        </MenuItem>
        <MenuItem>
          <Link to="/dashboard">
            <Trans>Dashboard</Trans>
          </Link>
        </MenuItem>
        {me.roles.includes('admin') && (
          <MenuItem>
            <Link to="/admin">
              <Trans>The site’s order</Trans>
            </Link>
          </MenuItem>
        )}
        <MenuItem>
          <Link to="/settings">
            <Trans>Settings</Trans>
          </Link>
        </MenuItem>
        <MenuLine />
        {/* a form in the menu would be gone before its submission arrives */}
        <MenuItem onSelect={() => submit(null, { method: 'post', action: '/sign-out' })}>
          <button type="button">
            <Trans>Sign out</Trans>
          </button>
        </MenuItem>
      </DropdownMenu>
    </>
  );
}
