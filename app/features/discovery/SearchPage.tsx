import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { withParams } from '../../lib/paths';
import { ButtonLink } from '../../ui/Button';
import { CategoryCard } from '../../ui/CategoryCard';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { LinkTabs } from '../../ui/Tabs';
import { SearchBox } from '../search/SearchBox';
import { CreatorList } from './CreatorList';
import { ShowMore } from './ShowMore';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';
import { TagList } from './TagList';

type Found = Answers['discovery']['search'];
type Kind = 'live' | 'videos' | 'soon' | 'past' | 'creators' | 'tags';

const TITLES: Record<Kind, MessageDescriptor> = {
  live: msg`Live now`,
  videos: msg`Videos`,
  soon: msg`Soon`,
  past: msg`Past streams`,
  creators: msg`Creators`,
  tags: msg`Tags`,
};
const KINDS = Object.keys(TITLES) as Kind[];
const TABS = [{ value: 'all', label: msg`Everything` }, ...KINDS.map((value) => ({ value, label: TITLES[value] }))];

/** What a search found: something of everything, or one kind page by page. */
export function SearchPage({ q, show, found }: { q: string; show: 'all' | Kind; found: Found | null }) {
  const { t } = useLingui();
  const meant = found?.meant.join(', ');
  return (
    <div className="frame flex flex-col gap-8">
      <div>
        <h1 className="text-3xl display">
          {q ? (
            <>
              <Trans>
                Results for “<bdi className="wrap-anywhere">{q}</bdi>”
              </Trans>
            </>
          ) : (
            t`Search`
          )}
        </h1>
        {meant && (
          <p className="mt-2 text-soft">
            <Trans>
              Nothing is called exactly that. This is for <bdi className="font-medium text-ink">{meant}</bdi>.
            </Trans>
          </p>
        )}
        <SearchBox className="mt-5 sm:hidden" />
      </div>
      {found ? (
        <>
          <LinkTabs
            label={t`What to show`}
            tabs={TABS.map(({ value, label }) => ({ value, label: t(label) }))}
            current={show}
          />
          {show === 'all' ? <Everything found={found} q={q} /> : <OneKind kind={show} found={found} q={q} />}
        </>
      ) : (
        <EmptyState
          title={t`Type what you look for.`}
          action={
            <ButtonLink to="/browse">
              <Trans>Browse what is live</Trans>
            </ButtonLink>
          }
        >
          <Trans>A title, a creator’s name, or a tag. A typing mistake does no harm.</Trans>
        </EmptyState>
      )}
    </div>
  );
}

function Everything({ found, q }: { found: Found; q: string }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const there = KINDS.filter((kind) => found[kind].items.length > 0);
  if (there.length === 0 && found.categories.length === 0) return <Nothing q={q} />;
  return (
    <div className="flex flex-col gap-12">
      {found.categories.length > 0 && (
        <Section title={t`Categories`}>
          <ul className="grid grid-cols-1 gap-x-6 sm:grid-cols-2 lg:grid-cols-4">
            {found.categories.map((category) => (
              <li key={category.slug}>
                <CategoryCard category={category} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {there.map((kind) => (
        <Section
          key={kind}
          title={t(TITLES[kind])}
          action={
            found[kind].more !== null && (
              <ButtonLink to={withParams(search, { show: kind, cursor: null })} size="small">
                <Trans>All of these</Trans>
              </ButtonLink>
            )
          }
        >
          <Items kind={kind} found={found} />
        </Section>
      ))}
    </div>
  );
}

function OneKind({ kind, found, q }: { kind: Kind; found: Found; q: string }) {
  const { t } = useLingui();
  const { items, more } = found[kind];
  if (items.length === 0) return <Nothing q={q} kind={kind} />;
  return (
    <Section title={t(TITLES[kind])}>
      <Items kind={kind} found={found} />
      <ShowMore cursor={more} />
    </Section>
  );
}

function Items({ kind, found }: { kind: Kind; found: Found }) {
  switch (kind) {
    case 'live':
    case 'videos':
    case 'past':
      return <StreamGrid streams={found[kind].items} />;
    case 'soon':
      return <SoonList streams={found.soon.items} />;
    case 'creators':
      return <CreatorList creators={found.creators.items} />;
    case 'tags':
      return <TagList tags={found.tags.items} />;
  }
}

function Nothing({ q, kind }: { q: string; kind?: Kind }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  if (kind)
    return (
      <EmptyState
        title={t`None of this kind.`}
        action={
          <ButtonLink to={withParams(search, { show: null, cursor: null })}>
            <Trans>Look at everything</Trans>
          </ButtonLink>
        }
      />
    );
  return (
    <EmptyState
      title={t`Nothing found for “${q}”.`}
      action={
        <ButtonLink to="/browse">
          <Trans>Browse what is live</Trans>
        </ButtonLink>
      }
      className="wrap-anywhere"
    >
      <Trans>Try fewer or other words, or look through what is live now.</Trans>
    </EmptyState>
  );
}
