import { type Answers } from '../../lib/api';
import { plural } from '../../lib/format';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle, Section } from '../../ui/Section';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';

/** One category: live, soon, past. */
export function CategoryPage({ category, live, soon, past }: Answers['discovery']['category']) {
  const empty = live.length + soon.length + past.length === 0;
  return (
    <div className="frame flex flex-col gap-12">
      <div>
        <PageTitle title={category.name} hint={category.description} />
        {category.live > 0 && (
          <p className="mt-3 text-sm text-soft tabular-nums">
            {plural(category.live, 'stream')} live, {plural(category.viewers, 'person', 'people')} watching
          </p>
        )}
      </div>
      {live.length > 0 && (
        <Section title="Live now">
          <StreamGrid streams={live} />
        </Section>
      )}
      {soon.length > 0 && (
        <Section title="Soon">
          <SoonList streams={soon} />
        </Section>
      )}
      {past.length > 0 && (
        <Section title="Past streams">
          <StreamGrid streams={past} />
        </Section>
      )}
      {empty && (
        <EmptyState
          title={`No streams in ${category.name} yet.`}
          action={<ButtonLink to="/dashboard/new">Plan the first one</ButtonLink>}
        >
          Streams will be here as soon as somebody plans one.
        </EmptyState>
      )}
    </div>
  );
}
