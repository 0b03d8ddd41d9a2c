import { Form, useSubmit } from '@remix-run/react';
import { useHydrated } from '../../lib/hydrated';
import { languages } from '../../lib/languages';
import { useMoney } from '../../lib/money';
import { Button, ButtonLink } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { type BrowsePageProps, isFiltered } from './BrowsePage';

/** The filters: a form that asks for this page again, at once with scripts, else by its button. */
export function BrowseFilters({ path, asked, categories, chooseTags = true }: BrowsePageProps) {
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
      aria-label="Filters"
      className="mt-5 grid grid-cols-2 items-end gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]"
    >
      <input type="hidden" name="show" value={asked.show} />
      {asked.show === 'live' && (
        <Select label="Order" name="sort" defaultValue={asked.sort}>
          <option value="viewers">Most viewers</option>
          <option value="trending">Trending</option>
          <option value="newest">Newest first</option>
        </Select>
      )}
      {categories && (
        <Select label="Category" name="category" defaultValue={asked.category}>
          <option value="">All</option>
          {categories.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <Select label="Language" name="language" defaultValue={asked.language}>
        <option value="">All</option>
        {languages.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
      <Select label="Price" name="price" defaultValue={asked.price}>
        <option value="">Any</option>
        <option value="free">Free</option>
        <option value="paid">Paid</option>
      </Select>
      <TextField
        label="Most a minute"
        name="most"
        defaultValue={asked.most}
        placeholder={money?.symbol}
        inputMode="decimal"
        maxLength={40}
      />
      {chooseTags && <TextField label="Tags" name="tags" defaultValue={asked.tags} maxLength={200} />}
      <div className="col-span-full flex gap-3">
        <Button type="submit" size="small">
          {hydrated ? 'Apply' : 'Apply the filters'}
        </Button>
        {isFiltered(asked) && (
          <ButtonLink to={`${path}?show=${asked.show}`} size="small" variant="quiet" preventScrollReset>
            Take them off
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
