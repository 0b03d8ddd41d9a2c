import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useFetcher, useNavigation } from '@remix-run/react';
import { useCallback, useEffect } from 'react';
import { type I18n } from '../../../texts/i18n';
import { type Answers } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { count, countdown } from '../../lib/format';
import { size } from '../../lib/size';
import { useWhileVisible } from '../../lib/while-visible';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { FormNote } from '../../ui/FormNote';
import { Notice } from '../../ui/Notice';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { Progress } from '../../ui/Progress';
import { PageTitle, Section } from '../../ui/Section';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';
import { figuresOf } from '../recorder/recorder-state';
import { RecordingSummary } from '../recorder/RecordingSummary';
import { useLeftovers } from '../recorder/useRecording';
import { failureWords, isMoving, KIND, type OwnVideo, statusWords, VISIBILITY } from './video-words';

const PLACE = '/dashboard/videos';
/** While something arrives or is made ready, it is asked for again so often. */
const REFRESH_MS = 3_000;
/** So full is nearly full. */
const NEARLY = 0.9;

type Mine = Answers['videos']['mine'];
type Answer = FormAnswer & { form: string };

/** A creator's recordings and uploads, and how much room they take. */
export function VideosPage({ answer, ...loaded }: { mine: Mine; answer: Answer | undefined }) {
  const { t, i18n } = useLingui();
  const leftovers = useLeftovers();
  const { mine, refresh } = useFresh(loaded);
  const { videos } = mine;
  const { finished } = leftovers.state;
  useEffect(() => {
    if (finished > 0) refresh();
  }, [finished, refresh]);
  const upload = (
    <ButtonLink to={`${PLACE}/new`} variant="primary">
      <Trans>Upload a video</Trans>
    </ButtonLink>
  );
  return (
    <div className="frame flex flex-col gap-10">
      <div>
        <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
          <Trans>Dashboard</Trans>
        </Link>
        <PageTitle
          title={t`Videos`}
          hint={t`What was recorded of your streams, and what you uploaded. Viewers pay by the second, as they do live.`}
          action={upload}
          className="mt-2"
        />
      </div>
      <Room mine={mine} />
      <RecordingSummary recording={leftovers} />
      <div className="empty:hidden">
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
      </div>
      {videos.length === 0 ? (
        <EmptyState
          title={figuresOf(leftovers.state).recorded > 0 ? t`Nothing has arrived yet.` : t`No videos yet.`}
          action={
            <ButtonLink to="/dashboard?show=scheduled">
              <Trans>Your scheduled streams</Trans>
            </ButtonLink>
          }
        >
          <Trans>Record a stream in its studio, or upload a file. You decide who may watch it, and for what.</Trans>
        </EmptyState>
      ) : (
        <Section title={t`Your videos`}>
          <Table caption={t`Your videos`} columns={columnsFor(i18n)} rows={videos} rowKey={({ id }) => id} />
        </Section>
      )}
    </div>
  );
}

/** Asks again beside the page, so that what was answered last stays. */
function useFresh(loaded: { mine: Mine }): { mine: Mine; refresh: () => void } {
  const { load, data } = useFetcher<{ mine: Mine }>();
  const fresh = data as { mine: Mine } | undefined;
  const refresh = useCallback(() => load(PLACE), [load]);
  const mine = fresh?.mine ?? loaded.mine;
  useWhileVisible(refresh, mine.videos.some(isMoving) ? REFRESH_MS : null);
  return { mine, refresh };
}

/** How much room is taken, and what to do when it is nearly all. */
function Room({ mine: { used, quota } }: { mine: Mine }) {
  const { t, i18n } = useLingui();
  const part = quota > 0n ? Number(used) / Number(quota) : 1;
  const [taken, all] = [size(used, i18n), size(quota, i18n)];
  return (
    <div className="flex max-w-xl flex-col gap-5">
      <Progress label={t`Room that your videos take`} part={part}>
        <Trans>
          {taken} of {all} used
        </Trans>
      </Progress>
      {part >= NEARLY && (
        <Notice tone="warning" title={part >= 1 ? t`There is no room left.` : t`There is little room left.`}>
          <Trans>Delete videos that you do not need any more. What viewers have paid for them stays yours.</Trans>
        </Notice>
      )}
    </div>
  );
}

const LABELS: Record<'title' | 'state' | 'audience' | 'length' | 'size' | 'plays' | 'when', MessageDescriptor> = {
  title: msg`Video`,
  state: msg`State`,
  audience: msg`Who may watch`,
  length: msg`Length`,
  size: msg`Size`,
  plays: msg`Plays`,
  when: msg`From`,
};

function columnsFor(i18n: I18n): Column<OwnVideo>[] {
  return [
    {
      key: 'title',
      label: i18n._(LABELS.title),
      cell: (video) => <TitleCell video={video} />,
      sort: ({ title }) => title,
    },
    {
      key: 'state',
      label: i18n._(LABELS.state),
      cell: (video) => statusWords(video, i18n),
      sort: ({ status }) => status,
      wide: true,
    },
    {
      key: 'audience',
      label: i18n._(LABELS.audience),
      cell: (video) => <Audience video={video} />,
      sort: ({ ratePerSecond }) => ratePerSecond,
      wide: true,
    },
    {
      key: 'length',
      label: i18n._(LABELS.length),
      cell: ({ durationMs }) => (durationMs > 0 ? countdown(durationMs / 1_000, i18n) : '–'),
      sort: ({ durationMs }) => durationMs,
      figures: true,
      wide: true,
    },
    {
      key: 'size',
      label: i18n._(LABELS.size),
      cell: ({ bytes }) => size(bytes, i18n),
      sort: ({ bytes }) => bytes,
      figures: true,
      wide: true,
    },
    {
      key: 'plays',
      label: i18n._(LABELS.plays),
      cell: ({ plays }) => count(plays, i18n),
      sort: ({ plays }) => plays,
      figures: true,
    },
    {
      key: 'when',
      label: i18n._(LABELS.when),
      cell: ({ createdAt }) => <When at={createdAt} />,
      sort: ({ createdAt }) => createdAt.getTime(),
      figures: true,
      wide: true,
    },
  ];
}

/** The poster and the title, and under them what a phone has no columns for. */
function TitleCell({ video }: { video: OwnVideo }) {
  const { t, i18n } = useLingui();
  const { id, title, kind, status, coverUrl, durationMs, bytes } = video;
  return (
    <div className="flex min-w-0 flex-col gap-3 sm:flex-row">
      <Picture src={coverUrl} seed={id} className="w-28 shrink-0 self-start" />
      <div className="min-w-0">
        <Link to={`${PLACE}/${id}`} prefetch="intent" className="line-clamp-2 font-medium hover:underline">
          <bdi>{title}</bdi>
        </Link>
        <p className="mt-0.5 text-xs text-soft">
          {t(KIND[kind])}
          <span className="md:hidden">
            {' · '}
            {statusWords(video, i18n)}
            {durationMs > 0 && ` · ${countdown(durationMs / 1_000, i18n)}`}
            {' · '}
            {size(bytes, i18n)}
            {' · '}
            <Audience video={video} />
          </span>
          {video.takenDown && (
            <>
              {' · '}
              <Trans>Taken down by the site</Trans>
            </>
          )}
        </p>
        {status === 'failed' && <Failed video={video} />}
      </div>
    </div>
  );
}

/** Why it could not be made, and another try. */
function Failed({ video }: { video: OwnVideo }) {
  const { i18n } = useLingui();
  const trying = useNavigation().formData;
  const { title } = video;
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      <p className="max-w-[50ch] text-xs text-danger">{failureWords(video, i18n)}</p>
      <Form method="post">
        <input type="hidden" name="form" value="retry" />
        <input type="hidden" name="id" value={video.id} />
        <Button type="submit" size="small" busy={trying?.get('id') === video.id}>
          <Trans>Try again</Trans>
          <span className="sr-only">: {title}</span>
        </Button>
      </Form>
    </div>
  );
}

/** For whom it is, and for what. */
function Audience({ video: { visibility, ratePerSecond } }: { video: OwnVideo }) {
  const { t } = useLingui();
  return (
    <>
      {visibility === null ? t`As the stream` : t(VISIBILITY[visibility])}
      {visibility !== 'private' && (
        <>
          {', '}
          <Price rate={ratePerSecond} />
        </>
      )}
    </>
  );
}
