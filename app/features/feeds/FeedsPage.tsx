import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useFetcher, useNavigation } from '@remix-run/react';
import { useCallback } from 'react';
import { ALL_STREAMS, streamKeyForm } from '../../../schemas/feeds';
import { type Answers } from '../../lib/api';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { duration } from '../../lib/format';
import { useWhileVisible } from '../../lib/while-visible';
import { Badge, LiveBadge } from '../../ui/Badge';
import { Button, ButtonLink } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { Copyable } from '../../ui/Copyable';
import { EmptyState } from '../../ui/EmptyState';
import { Select, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Line, Lines } from '../../ui/Lines';
import { Notice } from '../../ui/Notice';
import { PageTitle, Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { PayeeLine, type PayeeNow } from '../security/PayeeWords';
import { ProofGate } from '../security/ProofGate';
import { type FeedsForm } from './actions.server';
import { FeedHealth } from './FeedHealth';
import { FeedPicture } from './FeedPicture';
import { FEEDS_PAGE } from './place';
import { programName } from './program-name';
import { useFeedView } from './useFeedView';

type Overview = Answers['feeds']['overview'];
type Key = Overview['keys'][number];
/** What the page is loaded with. */
interface Loaded {
  overview: Overview;
  payee: PayeeNow;
}
type Answer = FormAnswer & { form: FeedsForm; key: string | null };

/** What OBS calls what is typed there: it is looked for by these words in any language. */
const SERVICE = 'Service';
const SERVER = 'Server';
const TOKEN = 'Bearer token';
/** The same for RTMP; the first is told apart from WHIP's. */
const RTMP_SERVER = 'RTMP Server';
const STREAM_KEY = 'Stream Key';

/** So often the page asks what is sent. */
const REFRESH_MS = 3_000;

/** Everything for whoever sends by OBS: what to type, the keys, and what arrives. */
export function FeedsPage({ answer, ...loaded }: Loaded & { answer: Answer | undefined }) {
  const { t, i18n } = useLingui();
  const { overview, payee } = useFresh(loaded);
  const { server, rtmp, keys, payeeMoved } = overview;
  const feed = keys.find((key) => key.feed)?.feed ?? null;
  return (
    <div className="frame flex flex-col gap-12">
      <PageTitle
        title={t`Send with OBS`}
        hint={t`OBS 30 or newer sends by WHIP, and so do other programs. The picture goes straight to the media server; your stream is live while it does.`}
        action={
          <ButtonLink to="/dashboard">
            <Trans>Dashboard</Trans>
          </ButtonLink>
        }
      />
      {payeeMoved && payee.wallet && (
        <Notice
          tone="warning"
          title={t`Another wallet is paid since some of your keys were made.`}
          action={<ConfirmPayee wallet={payee.wallet.address} />}
        >
          <Trans>Until you say that it is right, those keys begin no stream that has a price.</Trans>{' '}
          <PayeeLine payee={payee} live={null} />
        </Notice>
      )}
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-2">
        <Section title={t`What to type in OBS`} hint={t`In OBS: Settings, then Stream.`}>
          <div className="flex max-w-xl flex-col gap-5">
            <Lines label={t`What to type in OBS`}>
              <Line label={SERVICE}>WHIP</Line>
            </Lines>
            <Copyable label={SERVER} text={server} />
            {answer?.key ? (
              <Copyable label={TOKEN} text={answer.key} hint={t`Copy it now. It is shown this once.`} />
            ) : (
              <p className="text-sm">
                <span className="font-medium">{TOKEN}</span>
                <span className="mt-1 block max-w-[65ch] text-soft">
                  <Trans>
                    A key of yours, from the list below. A key is shown once, when it is made; lost ones are replaced.
                  </Trans>
                </span>
              </p>
            )}
            <Begins next={overview.next} />
          </div>
        </Section>
        <Section
          title={t`Settings that work`}
          hint={t`In OBS: Settings, then Output, advanced. Most of it is right already.`}
        >
          <Lines label={t`Settings that work`}>
            <Line label={t`Encoder`}>
              <Trans>H.264, by hardware or x264</Trans>
            </Line>
            <Line label={t`Key frame interval`}>{duration(1, i18n)}</Line>
            <Line label={t`B-frames`}>
              <Trans>None: profile baseline, or bf=0</Trans>
            </Line>
            <Line label={t`Rate control`}>
              <Trans>CBR, 2,500 to 6,000 kbit/s</Trans>
            </Line>
            <Line label={t`Sound`}>
              <Trans>Opus, 128 kbit/s or more</Trans>
            </Line>
          </Lines>
          <p className="mt-5 max-w-[65ch] text-sm text-soft">
            <Trans>
              Viewers wait for the next key frame when they come. B-frames arrive out of order, and browsers stutter
              over them; some hardware encoders send them unasked. Nobody pays before the first picture.
            </Trans>
          </p>
        </Section>
      </div>
      <Rtmp server={rtmp} shownKey={answer?.key ?? null} />
      <Section title={t`What arrives`} hint={t`By what the media server passes on to viewers.`}>
        {feed ? (
          <LiveCheck key={feed.id} feed={feed} />
        ) : (
          <EmptyState title={t`Nothing is sent just now.`}>
            <Trans>
              Start streaming in OBS. What arrives is measured here, with what to change if it is not good. When your
              connection breaks OBS comes back by itself, and viewers wait a minute for it; after that the stream ends.
            </Trans>
          </EmptyState>
        )}
      </Section>
      <Keys overview={overview} payee={payee} answer={answer} />
    </div>
  );
}

/**
 * Asks again what is sent, while the page is looked at: beside the page, for loading the page again
 * would take away what was answered last, such as a key that is shown once.
 */
function useFresh(loaded: Loaded): Loaded {
  const { load, data } = useFetcher<Loaded>();
  useWhileVisible(
    useCallback(() => load(FEEDS_PAGE), [load]),
    REFRESH_MS,
  );
  return (data as Loaded | undefined) ?? loaded;
}

/** For programs and encoders that cannot send by WHIP, by the same keys. */
function Rtmp({ server, shownKey }: { server: string | null; shownKey: string | null }) {
  const { t } = useLingui();
  const once = t`Copy it now. It is shown this once.`;
  if (server === null)
    return (
      <Section title={t`Encoders that cannot send by WHIP`}>
        <p className="max-w-[65ch] text-sm text-soft">
          <Trans>Sending by RTMP is not available on this site.</Trans>
        </p>
      </Section>
    );
  return (
    <Section
      title={t`Encoders that cannot send by WHIP`}
      hint={t`They send by RTMP, with the same keys and by the same rules. In OBS: Settings, then Stream, and Custom as the service.`}
    >
      <div className="grid gap-x-16 gap-y-6 lg:grid-cols-2">
        <div className="flex max-w-xl flex-col gap-5">
          <Copyable label={RTMP_SERVER} text={server} />
          {shownKey ? (
            <>
              <Copyable label={STREAM_KEY} text={shownKey} hint={once} />
              <Copyable
                label={t`Both in one address`}
                text={`${server}/${shownKey}`}
                hint={t`For ffmpeg, and for encoders with one field.`}
              />
            </>
          ) : (
            <p className="text-sm">
              <span className="font-medium">{STREAM_KEY}</span>
              <span className="mt-1 block max-w-[65ch] text-soft">
                <Trans>
                  A key of yours, as for WHIP. ffmpeg and encoders with one field take both in one address: the server,
                  a slash, the key.
                </Trans>
              </span>
            </p>
          )}
        </div>
        <p className="max-w-[65ch] text-sm text-soft">
          <Trans>
            Send H.264 and AAC. The picture is made anew for browsers, up to 720p at 30 frames a second, so it comes
            somewhat later than by WHIP. Key frames and B-frames may be as the encoder likes.
          </Trans>{' '}
          {server.startsWith('rtmp:') && (
            <Trans>RTMP is not encrypted: whoever can listen on your network can read the key.</Trans>
          )}
        </p>
      </div>
    </Section>
  );
}

/** Which stream a key for all streams begins. */
function Begins({ next }: { next: Overview['next'] }) {
  return (
    <p className="max-w-[65ch] text-sm text-soft">
      <Trans>
        A key for all streams begins the one that you would expect: what is live goes on; else the one that is planned
        within the next hour, or whose time has come; else the newest without a time; else a new one like the last.
      </Trans>{' '}
      {next ? (
        <NextStream {...next} />
      ) : (
        <Trans>
          You have none yet:{' '}
          <Link to="/dashboard/new" className="underline underline-offset-4 hover:text-ink">
            plan your first stream
          </Link>
          .
        </Trans>
      )}
    </p>
  );
}

function NextStream({ how, title }: NonNullable<Overview['next']>) {
  const name = <bdi className="font-medium text-ink">{title}</bdi>;
  switch (how) {
    case 'live':
      return <Trans>Now: it goes on with what is live, {name}.</Trans>;
    case 'planned':
      return <Trans>Now: it begins the stream that is planned for now, {name}.</Trans>;
    case 'draft':
      return <Trans>Now: it begins the newest of your streams without a time, {name}.</Trans>;
    case 'like':
      return <Trans>Now: it begins a new stream with title, price and settings of the last, {name}.</Trans>;
  }
}

function ConfirmPayee({ wallet }: { wallet: string }) {
  return (
    <Form method="post">
      <input type="hidden" name="form" value="confirmPayee" />
      <input type="hidden" name="id" value={wallet} />
      <Button type="submit" size="small">
        <Trans>It is the right wallet</Trans>
      </Button>
    </Form>
  );
}

function LiveCheck({ feed }: { feed: NonNullable<Key['feed']> }) {
  const { i18n } = useLingui();
  const view = useFeedView(feed.stream.id, feed.id, 'keys');
  const program = programName(feed.software, i18n);
  const { title } = feed.stream;
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
      <FeedPicture view={view}>
        <div className="absolute start-3 top-3">
          <LiveBadge />
        </div>
      </FeedPicture>
      <div className="flex min-w-0 flex-col items-start gap-6">
        <p className="text-sm text-soft">
          <Trans>
            <bdi className="font-medium text-ink">{title}</bdi>, from <bdi>{program}</bdi>,{' '}
            <When at={feed.startedAt} relative />.
          </Trans>
        </p>
        <FeedHealth view={view} />
        <ButtonLink to={`/dashboard/streams/${feed.stream.id}/live`}>
          <Trans>Open the studio</Trans>
        </ButtonLink>
      </div>
    </div>
  );
}

function Keys({
  overview: { keys, streams },
  payee,
  answer,
}: {
  overview: Overview;
  payee: PayeeNow;
  answer: Answer | undefined;
}) {
  const { t } = useLingui();
  const busy = useNavigation().formData?.get('form');
  const ofRow = answer?.form === 'makeKey' ? undefined : answer;
  return (
    <Section
      title={t`Keys`}
      hint={t`Whoever has a key can go live for you, and do nothing else. Give each program its own, and replace one that somebody else may have seen.`}
    >
      <ProofGate answer={answer} next={FEEDS_PAGE} />
      {keys.length > 0 && (
        <ul className="mb-8 border-b">
          {keys.map((key) => {
            const { label: name, hint } = key;
            const title = key.stream?.title;
            return (
              <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t py-4">
                <div className="min-w-0 text-sm">
                  <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
                    <bdi>{name}</bdi>
                    {key.feed && (
                      <Badge>
                        <Trans>Sends now</Trans>
                      </Badge>
                    )}
                  </p>
                  <p className="wrap-anywhere text-soft">
                    {title ? (
                      <Trans>
                        Ends in <bdi dir="ltr">{hint}</bdi>, for <bdi>{title}</bdi>
                      </Trans>
                    ) : (
                      <Trans>
                        Ends in <bdi dir="ltr">{hint}</bdi>, for all your streams
                      </Trans>
                    )}
                  </p>
                  <p className="mt-0.5 text-xs text-soft">
                    {key.lastUsedAt ? (
                      <Trans>
                        Made <When at={key.createdAt} style="day" />, last used <When at={key.lastUsedAt} relative />
                      </Trans>
                    ) : (
                      <Trans>
                        Made <When at={key.createdAt} style="day" />, never used
                      </Trans>
                    )}
                  </p>
                </div>
                <div className="flex flex-wrap gap-3">
                  <ConfirmForm
                    label={t`Replace`}
                    variant="plain"
                    size="small"
                    busy={busy === 'rotateKey'}
                    title={t`Replace the key ${name}?`}
                    description={t`The old one is worth nothing from then on, and what it sends ends within five seconds. The stream waits a minute for the new one.`}
                    confirm={t`Replace the key`}
                    keep={t`Keep it`}
                    fields={{ form: 'rotateKey', id: key.id }}
                  />
                  <ConfirmForm
                    label={t`Revoke`}
                    size="small"
                    busy={busy === 'revokeKey'}
                    title={t`Revoke the key ${name}?`}
                    description={t`It opens nothing any more, and what it sends ends within five seconds.`}
                    confirm={t`Revoke the key`}
                    keep={t`Keep it`}
                    fields={{ form: 'revokeKey', id: key.id }}
                  />
                </div>
              </li>
            );
          })}
        </ul>
      )}
      <div className="mb-6 empty:hidden">
        <FormNote
          error={ofRow?.refusal?.code === 'proofNeeded' ? null : ofRow?.refusal?.message}
          done={ofRow?.done}
          answer={ofRow}
        />
      </div>
      <MakeKey
        streams={streams}
        payee={payee}
        answer={answer?.form === 'makeKey' ? answer : undefined}
        busy={busy === 'makeKey'}
      />
    </Section>
  );
}

interface MakeKeyProps {
  streams: Overview['streams'];
  payee: PayeeNow;
  answer: Answer | undefined;
  busy: boolean;
}

function MakeKey({ streams, payee, answer, busy }: MakeKeyProps) {
  const { t } = useLingui();
  const { form, fields, note } = useSchemaForm({
    schema: streamKeyForm,
    answer,
    defaultValue: { streamId: ALL_STREAMS },
  });
  return (
    <Form method="post" {...form} className="flex max-w-xl flex-col gap-5">
      <input type="hidden" name="form" value="makeKey" />
      <input type="hidden" name="payee" value={payee.wallet?.address ?? ''} />
      <TextField
        label={t`Name of a new key`}
        {...fieldProps(fields.label)}
        placeholder={t`OBS at home`}
        hint={t`So that you know it again in the list.`}
      />
      <Select label={t`For`} {...fieldProps(fields.streamId)} optional={false}>
        <option value={ALL_STREAMS}>
          <Trans>All your streams</Trans>
        </option>
        {streams.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
      <PayeeLine payee={payee} live={null} />
      <FormNote {...note} />
      <Button type="submit" variant="primary" busy={busy} className="self-start">
        <Trans>Make a key</Trans>
      </Button>
    </Form>
  );
}
