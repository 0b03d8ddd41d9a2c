import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type BrowseShow, type BrowseSort } from '../../../schemas/discovery';
import { type Answers, type CategorySummary, type StreamSummary } from '../../lib/api';
import { useLiveList } from '../../lib/live-counts';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle, Section } from '../../ui/Section';
import { LinkTabs } from '../../ui/Tabs';
import { BrowseFilters } from './BrowseFilters';
import { ShowMore } from './ShowMore';
import { SoonList } from './SoonList';
import { StreamGrid } from './StreamGrid';

/** What the address asks for, as it is typed there. */
export interface BrowseAsked {
  show: BrowseShow;
  sort: BrowseSort;
  category: string;
  language: string;
  tags: string;
  price: string;
  most: string;
}

export interface BrowsePageProps {
  title: string;
  hint?: ReactNode;
  /** Where this list is: the form asks there again. */
  path: string;
  asked: BrowseAsked;
  found: Answers['discovery']['browse'];
  /** The newest videos, where they are listed after what is live. */
  videos?: StreamSummary[];
  /** To choose among; none where the page is of one category. */
  categories: CategorySummary[] | null;
  /** False where the page is of one tag. */
  chooseTags?: boolean;
}

const TABS = [
  { value: 'live', label: msg`Live now` },
  { value: 'videos', label: msg`Videos` },
  { value: 'soon', label: msg`Soon` },
  { value: 'past', label: msg`Past streams` },
];

/** Streams by what is wanted of them. Everything that is wanted stands in the address. */
export function BrowsePage(props: BrowsePageProps) {
  const { t } = useLingui();
  const { title, hint, asked, found, videos = [], path } = props;
  useLiveList(found.version);
  return (
    <div className="frame flex flex-col gap-8">
      <PageTitle title={title} hint={hint} />
      <div>
        <LinkTabs
          label={t`When`}
          tabs={TABS.map(({ value, label }) => ({ value, label: t(label) }))}
          current={asked.show}
        />
        <BrowseFilters {...props} />
      </div>
      <div>
        {found.items.length === 0 ? (
          <Nothing {...props} />
        ) : asked.show === 'soon' ? (
          <SoonList streams={found.items} level={2} />
        ) : (
          <StreamGrid streams={found.items} level={2} />
        )}
        <ShowMore cursor={found.more} />
      </div>
      {videos.length > 0 && (
        <Section
          title={t`Videos`}
          action={
            <ButtonLink to={`${path}?show=videos`} size="small" variant="quiet">
              <Trans>All of these</Trans>
            </ButtonLink>
          }
        >
          <StreamGrid streams={videos} />
        </Section>
      )}
    </div>
  );
}

const NOTHING: Record<BrowseShow, MessageDescriptor> = {
  live: msg`Nobody is live here right now.`,
  videos: msg`There is no video here yet.`,
  soon: msg`Nothing is planned here at the moment.`,
  past: msg`Nothing has been here yet.`,
};

function Nothing({ asked, path }: BrowsePageProps) {
  const { t } = useLingui();
  const filtered = isFiltered(asked);
  return (
    <EmptyState
      title={filtered ? t`No stream is like that.` : t(NOTHING[asked.show])}
      action={
        filtered ? (
          <ButtonLink to={`${path}?show=${asked.show}`}>
            <Trans>Take the filters off</Trans>
          </ButtonLink>
        ) : (
          <ButtonLink to="/dashboard/new">
            <Trans>Plan a stream of your own</Trans>
          </ButtonLink>
        )
      }
    >
      {filtered ? t`Ask for less, or look at what comes soon and at past streams.` : t`It will be here when there is.`}
    </EmptyState>
  );
}

export const isFiltered = ({ category, language, tags, price, most }: BrowseAsked) =>
  [category, language, tags, price, most].some(Boolean);
