import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigation } from '@remix-run/react';
import { Share2 } from 'lucide-react';
import { type Answers } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { useHydrated } from '../../lib/hydrated';
import { ButtonLink, IconButton } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { Copyable } from '../../ui/Copyable';
import { Dialog } from '../../ui/Dialog';
import { EmptyState } from '../../ui/EmptyState';
import { FormNote } from '../../ui/FormNote';
import { Picture } from '../../ui/Picture';
import { Price } from '../../ui/Price';
import { When } from '../../ui/When';
import { ReportButton } from '../moderation/ReportForm';
import { CreatorLink } from '../watch/CreatorLink';
import { ClipPlayer } from './ClipPlayer';

type Page = Answers['clips']['read'];
type Shown = Extract<Page, { kind: 'clip' }>;

/** One clip: it plays for nothing, and leads to what it is of. */
export function ClipPage({ page, answer }: { page: Page; answer: FormAnswer | undefined }) {
  return (
    <div className="frame -mt-6 sm:mt-0">
      <div className="mx-auto max-w-5xl">
        {page.kind === 'door' ? <AtDoor {...page} /> : <Clip page={page} answer={answer} />}
      </div>
    </div>
  );
}

const DOORS: Partial<Record<Extract<Page, { kind: 'door' }>['why'], [MessageDescriptor, MessageDescriptor]>> = {
  passwordNeeded: [msg`This clip is of a video with a password.`, msg`Give the password there, then come back here.`],
  followersOnly: [msg`This clip is of a video for followers.`, msg`Follow its creator there, then come back here.`],
  adultsOnly: [msg`This clip is of a video for adults.`, msg`Say there that you are one, then come back here.`],
  banned: [msg`You are banned from this channel.`, msg`Its videos say until when, and what you can do.`],
};

/** The door of a video is opened on the page of that video. */
function AtDoor({ why, at }: Extract<Page, { kind: 'door' }>) {
  const { t } = useLingui();
  const [title, what] = DOORS[why] ?? [msg`This clip is not for everybody.`, msg`The page of its video says why.`];
  return (
    <EmptyState
      title={t(title)}
      action={
        <ButtonLink to={`/watch/${at}`} variant="primary">
          <Trans>To the video</Trans>
        </ButtonLink>
      }
    >
      {t(what)}
    </EmptyState>
  );
}

function Clip({ page, answer }: { page: Shown; answer: FormAnswer | undefined }) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  const { clip, creator, source, fromMs, media } = page;
  const { maker } = clip;
  const place = `/watch/${source.id}${fromMs === null ? '' : `?t=${Math.floor(fromMs / 1_000)}`}`;
  return (
    <>
      {hydrated ? (
        <ClipPlayer key={clip.id} media={media} posterUrl={clip.posterUrl} durationMs={clip.durationMs} />
      ) : (
        <Picture src={clip.posterUrl} seed={clip.id} eager className="-mx-4 max-sm:rounded-none sm:mx-0" />
      )}
      <noscript>
        <p className="py-3 text-sm text-soft">
          <Trans>Playing needs scripts.</Trans>
        </p>
      </noscript>
      <div className="mt-5 flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-2xl display wrap-anywhere sm:text-3xl">
            <bdi>{clip.title}</bdi>
          </h1>
          <p className="mt-2 text-sm text-soft">
            <Trans>
              Cut by{' '}
              <Link to={`/@${maker.handle}`} className="underline decoration-edge underline-offset-4 hover:text-ink">
                <bdi>{maker.displayName}</bdi>
              </Link>{' '}
              <When at={clip.createdAt} style="day" relative /> from{' '}
              <Link to={place} className="underline decoration-edge underline-offset-4 hover:text-ink">
                <bdi>{source.title}</bdi>
              </Link>
            </Trans>
          </p>
        </div>
        <div className="flex flex-col items-start gap-1.5">
          <ButtonLink to={place} variant="primary">
            {source.kind === 'live' ? (
              <Trans>Watch it live</Trans>
            ) : source.kind === 'recording' ? (
              <Trans>Watch all of the stream</Trans>
            ) : (
              <Trans>Watch all of the video</Trans>
            )}
          </ButtonLink>
          <p className="text-xs text-soft">
            <Price rate={source.ratePerSecond} />
          </p>
        </div>
      </div>
      <div className="mt-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-y py-4">
        <CreatorLink creator={creator}>
          <bdi>@{creator.handle}</bdi>
        </CreatorLink>
        <div className="flex flex-wrap items-center gap-2">
          {!page.isMine && <ReportButton about={{ subject: 'clip', id: clip.id, name: t`this clip` }} />}
          {source.visibility !== 'private' && <Share id={clip.id} />}
          {page.mayDelete && <Delete id={clip.id} />}
        </div>
      </div>
      <div className="mt-4 empty:hidden">
        <FormNote error={answer?.refusal?.message} answer={answer} />
      </div>
    </>
  );
}

/** The clip's address, to pass on. */
function Share({ id }: { id: string }) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  const origin = hydrated ? location.origin : '';
  return (
    <Dialog
      title={t`Share`}
      description={t`Whoever may watch its video can play it, and pays nothing.`}
      trigger={
        <IconButton label={t`Share`} disabled={!hydrated}>
          <Share2 aria-hidden="true" />
        </IconButton>
      }
    >
      <div className="mt-5">
        <Copyable label={t`Link`} text={`${origin}/clips/${id}`} />
      </div>
    </Dialog>
  );
}

/** Asks, then deletes a clip. */
export function Delete({ id, name }: { id: string; name?: string }) {
  const { t } = useLingui();
  const sending = useNavigation().formData?.get('id') === id;
  return (
    <ConfirmForm
      label={t`Delete`}
      confirm={t`Delete the clip`}
      keep={t`Keep it`}
      title={name ? t`Delete “${name}”?` : t`Delete this clip?`}
      description={t`It is gone for good, for everybody. The video that it is of stays as it is.`}
      fields={{ form: 'remove', id }}
      size="small"
      busy={sending}
    />
  );
}
