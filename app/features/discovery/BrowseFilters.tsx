import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useSubmit } from '@remix-run/react';
import { categoryName } from '../../lib/categories';
import { useHydrated } from '../../lib/hydrated';
import { languagesIn } from '../../lib/languages';
import { useMoney } from '../../lib/money';
import { Button, ButtonLink } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { type BrowsePageProps, isFiltered } from './BrowsePage';

/** The filters: a form that asks for this page again, at once with scripts, else by its button. */
export function BrowseFilters({ path, asked, categories, chooseTags = true }: BrowsePageProps) {
  const { t, i18n } = useLingui();
  const submit = useSubmit();
  const hydrated = useHydrated();
  const money = useMoney();
  return (
    <Form
      action={path}
      // a list that was changed begins anew, in the address as on the screen
      key={JSON.stringify(asked)}
      onChange={(event) => {
        if (!(event.target instanceof HTMLInputElement)) submit(event.currentTarget, { preventScrollReset: true });
      }}
      aria-label={t`Filters`}
      className="mt-5 grid grid-cols-2 items-end gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]"
    >
      <input type="hidden" name="show" value={asked.show} />
      {asked.show === 'live' && (
        <Select label={t`Order`} name="sort" defaultValue={asked.sort}>
          <option value="viewers">
            <Trans>Most viewers</Trans>
          </option>
          <option value="trending">
            <Trans>Trending</Trans>
          </option>
          <option value="newest">
            <Trans>Newest first</Trans>
          </option>
        </Select>
      )}
      {categories && (
        <Select label={t`Category`} name="category" defaultValue={asked.category}>
          <option value="">
            <Trans>All</Trans>
          </option>
          {categories.map((category) => (
            <option key={category.slug} value={category.slug}>
              {categoryName(category, i18n)}
            </option>
          ))}
        </Select>
      )}
      <Select label={t`Language`} name="language" defaultValue={asked.language}>
        <option value="">
          <Trans>All</Trans>
        </option>
        {languagesIn(i18n).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
      <Select label={t`Price`} name="price" defaultValue={asked.price}>
        <option value="">
          <Trans>Any</Trans>
        </option>
        <option value="free">
          <Trans>Free</Trans>
        </option>
        <option value="paid">
          <Trans>Paid</Trans>
        </option>
      </Select>
      <TextField
        label={t`Most a minute`}
        name="most"
        defaultValue={asked.most}
        placeholder={money?.symbol}
        inputMode="decimal"
        maxLength={40}
      />
      {chooseTags && <TextField label={t`Tags`} name="tags" defaultValue={asked.tags} maxLength={200} />}
      <div className="col-span-full flex gap-3">
        <Button type="submit" size="small">
          {hydrated ? t`Apply` : t`Apply the filters`}
        </Button>
        {isFiltered(asked) && (
          <ButtonLink to={`${path}?show=${asked.show}`} size="small" variant="quiet" preventScrollReset>
            <Trans>Take them off</Trans>
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
