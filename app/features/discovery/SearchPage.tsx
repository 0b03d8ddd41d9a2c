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
type Kind = 'live' | 'soon' | 'past' | 'creators' | 'tags';

const TITLES: Record<Kind, string> = {
  live: 'Live now',
  soon: 'Soon',
  past: 'Past streams',
  creators: 'Creators',
  tags: 'Tags',
};
const KINDS = Object.keys(TITLES) as Kind[];
const TABS = [{ value: 'all', label: 'Everything' }, ...KINDS.map((value) => ({ value, label: TITLES[value] }))];

/** What a search found: something of everything, or one kind page by page. */
export function SearchPage({ q, show, found }: { q: string; show: 'all' | Kind; found: Found | null }) {
  return (
    <div className="frame flex flex-col gap-8">
      <div>
        <h1 className="text-3xl display">
          {q ? (
            <>
              Results for “<bdi className="wrap-anywhere">{q}</bdi>”
            </>
          ) : (
            'Search'
          )}
        </h1>
        {found && found.meant.length > 0 && (
          <p className="mt-2 text-soft">
            Nothing is called exactly that. This is for{' '}
            <bdi className="font-medium text-ink">{found.meant.join(', ')}</bdi>.
          </p>
        )}
        <SearchBox className="mt-5 sm:hidden" />
      </div>
      {found ? (
        <>
          <LinkTabs label="What to show" tabs={TABS} current={show} />
          {show === 'all' ? <Everything found={found} q={q} /> : <OneKind kind={show} found={found} q={q} />}
        </>
      ) : (
        <EmptyState title="Type what you look for." action={<ButtonLink to="/browse">Browse what is live</ButtonLink>}>
          A title, a creator’s name, or a tag. A typing mistake does no harm.
        </EmptyState>
      )}
    </div>
  );
}

function Everything({ found, q }: { found: Found; q: string }) {
  const [search] = useSearchParams();
  const there = KINDS.filter((kind) => found[kind].items.length > 0);
  if (there.length === 0 && found.categories.length === 0) return <Nothing q={q} />;
  return (
    <div className="flex flex-col gap-12">
      {found.categories.length > 0 && (
        <Section title="Categories">
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
          title={TITLES[kind]}
          action={
            found[kind].more !== null && (
              <ButtonLink to={withParams(search, { show: kind, cursor: null })} size="small">
                All of these
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
  const { items, more } = found[kind];
  if (items.length === 0) return <Nothing q={q} kind={kind} />;
  return (
    <Section title={TITLES[kind]}>
      <Items kind={kind} found={found} />
      <ShowMore cursor={more} />
    </Section>
  );
}

function Items({ kind, found }: { kind: Kind; found: Found }) {
  switch (kind) {
    case 'live':
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
  const [search] = useSearchParams();
  if (kind)
    return (
      <EmptyState
        title="None of this kind."
        action={<ButtonLink to={withParams(search, { show: null, cursor: null })}>Look at everything</ButtonLink>}
      />
    );
  return (
    <EmptyState
      title={`Nothing found for “${q}”.`}
      action={<ButtonLink to="/browse">Browse what is live</ButtonLink>}
      className="wrap-anywhere"
    >
      Try fewer or other words, or look through what is live now.
    </EmptyState>
  );
}
