import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link } from '@remix-run/react';
import { type I18n } from '../../../texts/i18n';
import { type Answers } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { countdown } from '../../lib/format';
import { size } from '../../lib/size';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { FormNote } from '../../ui/FormNote';
import { Picture } from '../../ui/Picture';
import { PageTitle } from '../../ui/Section';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';
import { Delete } from './ClipPage';

type OwnClip = Answers['clips']['mine'][number];

/** What people cut out of a creator's videos. */
export function ClipsPage({ clips, answer }: { clips: OwnClip[]; answer: FormAnswer | undefined }) {
  const { t, i18n } = useLingui();
  return (
    <div className="frame flex flex-col gap-10">
      <div>
        <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
          <Trans>Dashboard</Trans>
        </Link>
        <PageTitle
          title={t`Clips`}
          hint={t`Up to a minute of a video of yours, cut by you or by who watched it. Clips play for nothing, and of a paid video they show a tenth at most, and five minutes.`}
          className="mt-2"
        />
      </div>
      <div className="empty:hidden">
        <FormNote error={answer?.refusal?.message} done={answer?.done} answer={answer} />
      </div>
      {clips.length === 0 ? (
        <EmptyState
          title={t`No clips yet.`}
          action={
            <ButtonLink to="/dashboard/videos">
              <Trans>Your videos</Trans>
            </ButtonLink>
          }
        >
          <Trans>Open a video of yours and press the scissors to make one.</Trans>
        </EmptyState>
      ) : (
        <Table caption={t`Clips of your videos`} columns={columnsFor(i18n)} rows={clips} rowKey={({ id }) => id} />
      )}
    </div>
  );
}

const LABELS: Record<'title' | 'source' | 'maker' | 'length' | 'size' | 'when' | 'actions', MessageDescriptor> = {
  title: msg`Clip`,
  source: msg`Video`,
  maker: msg`Cut by`,
  length: msg`Length`,
  size: msg`Size`,
  when: msg`From`,
  actions: msg`What can be done`,
};

function columnsFor(i18n: I18n): Column<OwnClip>[] {
  return [
    {
      key: 'title',
      label: i18n._(LABELS.title),
      cell: (clip) => <TitleCell clip={clip} />,
      sort: ({ title }) => title,
    },
    {
      key: 'source',
      label: i18n._(LABELS.source),
      cell: (clip) => <Source clip={clip} />,
      sort: ({ source }) => source.title,
      wide: true,
    },
    {
      key: 'maker',
      label: i18n._(LABELS.maker),
      cell: ({ maker }) => (
        <Link to={`/@${maker.handle}`} className="hover:underline">
          <bdi>{maker.displayName}</bdi>
        </Link>
      ),
      sort: ({ maker }) => maker.displayName,
      wide: true,
    },
    {
      key: 'length',
      label: i18n._(LABELS.length),
      cell: ({ durationMs }) => countdown(durationMs / 1_000, i18n),
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
      key: 'when',
      label: i18n._(LABELS.when),
      cell: ({ createdAt }) => <When at={createdAt} />,
      sort: ({ createdAt }) => createdAt.getTime(),
      figures: true,
      wide: true,
    },
    {
      key: 'actions',
      label: i18n._(LABELS.actions),
      cell: ({ id, title }) => <Delete id={id} name={title} />,
      figures: true,
    },
  ];
}

/** The picture and the title, and under them what a phone has no columns for. */
function TitleCell({ clip }: { clip: OwnClip }) {
  const { i18n } = useLingui();
  const { id, title, posterUrl, durationMs, bytes, maker } = clip;
  return (
    <div className="flex min-w-0 flex-col gap-3 sm:flex-row">
      <Picture src={posterUrl} seed={id} className="w-28 shrink-0 self-start" />
      <div className="min-w-0">
        <Link to={`/clips/${id}`} prefetch="intent" className="line-clamp-2 font-medium hover:underline">
          <bdi>{title}</bdi>
        </Link>
        <div className="mt-0.5 text-xs text-soft md:hidden">
          <p>
            <bdi>{maker.displayName}</bdi>
            {` · ${countdown(durationMs / 1_000, i18n)} · ${size(bytes, i18n)}`}
          </p>
          <Source clip={clip} />
        </div>
      </div>
    </div>
  );
}

/** What it is of, and whether viewers may make more of it. */
function Source({ clip: { source } }: { clip: OwnClip }) {
  const { id, title, clipsAllowed } = source;
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Link to={`/dashboard/videos/${id}`} className="line-clamp-2 hover:underline">
        <bdi>{title}</bdi>
      </Link>
      <Form method="post">
        <input type="hidden" name="form" value={clipsAllowed ? 'forbid' : 'allow'} />
        <input type="hidden" name="id" value={id} />
        <Button type="submit" size="small">
          {clipsAllowed ? <Trans>No more by viewers</Trans> : <Trans>Let viewers make clips</Trans>}
          <span className="sr-only">: {title}</span>
        </Button>
      </Form>
    </div>
  );
}
