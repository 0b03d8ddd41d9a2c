import { type Answers, type Me } from '../../lib/api';
import { useLiveList } from '../../lib/live-counts';
import { ButtonLink } from '../../ui/Button';
import { CategoryCard } from '../../ui/CategoryCard';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { FeaturedStream } from './FeaturedStream';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';

/** What is live now, large, first; then what one follows, what comes soon, and where to look. */
export function HomePage({ home, me }: { home: Answers['discovery']['home']; me: Me | null }) {
  const { featured, live, following, recommended, trending, soon, categories } = home;
  const nothing = !featured && live.length === 0 && following.length === 0;
  useLiveList(home.version);
  return (
    <div className="frame flex flex-col gap-14 sm:gap-18">
      <h1 className="sr-only">Vilokanam: live video, paid by the second</h1>
      {!me && (
        <p className="-mb-6 max-w-[30ch] text-2xl display text-balance sm:-mb-8 sm:text-4xl">
          Watch live. Pay for the seconds you see, and stop any time.
        </p>
      )}
      {featured && <FeaturedStream stream={featured} />}
      {nothing && (
        <EmptyState
          title="Nobody is live right now."
          action={<ButtonLink to="/dashboard">Plan a stream of your own</ButtonLink>}
        >
          {soon.length > 0 ? 'What comes next is below.' : 'The first stream could be yours.'}
        </EmptyState>
      )}
      {following.length > 0 && (
        <Section title="From creators you follow">
          <StreamGrid streams={following} />
        </Section>
      )}
      {recommended.length > 0 && (
        <Section title="For you">
          <StreamGrid
            streams={recommended.map(({ stream }) => stream)}
            notes={new Map(recommended.map(({ stream, because }) => [stream.id, because]))}
          />
        </Section>
      )}
      {trending.length > 0 && (
        <Section title="Trending" action={<More to="/browse?sort=trending" />}>
          <StreamGrid streams={trending} />
        </Section>
      )}
      {live.length > 0 && (
        <Section title="Live now" action={<More to="/browse" />}>
          <StreamGrid streams={live} />
        </Section>
      )}
      {soon.length > 0 && (
        <Section title="Soon" action={<More to="/browse?show=soon" />}>
          <SoonList streams={soon} />
        </Section>
      )}
      {categories.length > 0 && (
        <Section title="Categories" id="categories">
          <ul className="grid grid-cols-2 gap-x-4 sm:gap-x-6 lg:grid-cols-4">
            {categories.map((category) => (
              <li key={category.slug}>
                <CategoryCard category={category} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function More({ to }: { to: string }) {
  return (
    <ButtonLink to={to} size="small" variant="quiet">
      All of these
    </ButtonLink>
  );
}
