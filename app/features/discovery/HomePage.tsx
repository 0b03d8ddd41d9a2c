import { Trans, useLingui } from '@lingui/react/macro';
import { type Answers, type Me } from '../../lib/api';
import { categoryName } from '../../lib/categories';
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
  const { t, i18n } = useLingui();
  const { featured, live, following, recommended, trending, soon, begun, videos, categories } = home;
  const nothing = !featured && live.length === 0 && following.length === 0;
  useLiveList(home.version);
  // a reason names a creator, or the stream's category by its name in the database
  const inWords = (because: (typeof recommended)[number]['because'], category: { slug: string; name: string }) =>
    because.name === category.name ? { ...because, name: categoryName(category, i18n) } : because;
  return (
    <div className="frame flex flex-col gap-14 sm:gap-18">
      <h1 className="sr-only">
        <Trans>Vilokanam: live video, paid by the second</Trans>
      </h1>
      {!me && (
        <p className="-mb-6 max-w-[30ch] text-2xl display text-balance sm:-mb-8 sm:text-4xl">
          <Trans>Watch live. Pay for the seconds you see, and stop any time.</Trans>
        </p>
      )}
      {featured && <FeaturedStream stream={featured} />}
      {nothing && (
        <EmptyState
          title={t`Nobody is live right now.`}
          action={
            <ButtonLink to="/dashboard">
              <Trans>Plan a stream of your own</Trans>
            </ButtonLink>
          }
        >
          {soon.length > 0 ? t`What comes next is below.` : t`The first stream could be yours.`}
        </EmptyState>
      )}
      {following.length > 0 && (
        <Section title={t`From creators you follow`}>
          <StreamGrid streams={following} />
        </Section>
      )}
      {begun.length > 0 && (
        <Section title={t`Go on watching`}>
          <StreamGrid
            streams={begun.map(({ stream }) => stream)}
            positions={new Map(begun.map(({ stream, positionMs }) => [stream.id, positionMs]))}
          />
        </Section>
      )}
      {recommended.length > 0 && (
        <Section title={t`For you`}>
          <StreamGrid
            streams={recommended.map(({ stream }) => stream)}
            notes={new Map(recommended.map(({ stream, because }) => [stream.id, inWords(because, stream.category)]))}
          />
        </Section>
      )}
      {trending.length > 0 && (
        <Section title={t`Trending`} action={<More to="/browse?sort=trending" />}>
          <StreamGrid streams={trending} />
        </Section>
      )}
      {live.length > 0 && (
        <Section title={t`Live now`} action={<More to="/browse" />}>
          <StreamGrid streams={live} />
        </Section>
      )}
      {videos.length > 0 && (
        <Section title={t`Videos`} action={<More to="/browse?show=videos" />}>
          <StreamGrid streams={videos} />
        </Section>
      )}
      {soon.length > 0 && (
        <Section title={t`Soon`} action={<More to="/browse?show=soon" />}>
          <SoonList streams={soon} />
        </Section>
      )}
      {categories.length > 0 && (
        <Section title={t`Categories`} id="categories">
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
      <Trans>All of these</Trans>
    </ButtonLink>
  );
}
