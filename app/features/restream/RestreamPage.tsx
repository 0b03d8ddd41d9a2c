import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useFetcher, useNavigation } from '@remix-run/react';
import { useCallback } from 'react';
import { restreamTargetInput } from '../../../schemas/restream';
import { type Answers } from '../../lib/api';
import { fieldProps, type FormAnswer, passwordProps, useSchemaForm } from '../../lib/form';
import { useWhileVisible } from '../../lib/while-visible';
import { Badge } from '../../ui/Badge';
import { Button, ButtonLink } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { EmptyState } from '../../ui/EmptyState';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Notice } from '../../ui/Notice';
import { PageTitle, Section } from '../../ui/Section';
import { ProofGate } from '../security/ProofGate';
import { type RestreamForm } from './actions.server';
import { RESTREAM_PAGE } from './place';
import { keptWords, type LiveStream, type Target, targetWords } from './restream-words';

type Overview = Answers['restream']['overview'];
type Answer = FormAnswer & { form: RestreamForm };

/** So often the page asks how it goes. */
const REFRESH_MS = 3_000;

/** The other sites that a creator's public streams are sent on to, and how that goes. */
export function RestreamPage({ overview: loaded, answer }: { overview: Overview; answer: Answer | undefined }) {
  const { t } = useLingui();
  const { lacks, targets, most, live } = useFresh(loaded);
  const ofRow = answer?.form === 'add' ? undefined : answer;
  return (
    <div className="frame flex flex-col gap-12">
      <PageTitle
        title={t`Send on to other sites`}
        hint={t`While you are live and recorded here, your public streams go to other sites by RTMP as well, some seconds later.`}
        action={
          <ButtonLink to="/dashboard">
            <Trans>Dashboard</Trans>
          </ButtonLink>
        }
      />
      {lacks !== null && (
        <Notice tone="warning" title={t`Nothing can be sent on from this server.`}>
          {lacks === 'ffmpeg' ? (
            <Trans>FFmpeg is missing, which makes of your stream what other sites take.</Trans>
          ) : (
            <Trans>It has no secret to keep the keys of other sites by.</Trans>
          )}
        </Notice>
      )}
      {live && <Live live={live} />}
      <Section title={t`Sites`} hint={t`Each gets the same picture. A key is kept sealed, and shown to nobody again.`}>
        <ProofGate answer={answer} next={RESTREAM_PAGE} />
        {targets.length === 0 ? (
          <EmptyState title={t`No other sites yet.`}>
            <Trans>Add one below: the other site tells you its address and a stream key.</Trans>
          </EmptyState>
        ) : (
          <ul className="divide-y border-y">
            {targets.map((target) => (
              <TargetRow key={target.id} target={target} />
            ))}
          </ul>
        )}
        <div className="mt-6 empty:hidden">
          <FormNote
            error={ofRow?.refusal?.code === 'proofNeeded' ? null : ofRow?.refusal?.message}
            done={ofRow?.done}
            answer={ofRow}
          />
        </div>
      </Section>
      {lacks === null && (
        <Section title={t`Add a site`} hint={t`Up to ${most} sites.`}>
          <AddTarget answer={answer?.form === 'add' ? answer : undefined} />
        </Section>
      )}
    </div>
  );
}

/** Asks again how it goes while the page is looked at, beside the page: what was typed stays. */
function useFresh(loaded: Overview): Overview {
  const { load, data } = useFetcher<{ overview: Overview }>();
  useWhileVisible(
    useCallback(() => load(RESTREAM_PAGE), [load]),
    REFRESH_MS,
  );
  return (data as { overview: Overview } | undefined)?.overview ?? loaded;
}

function Live({ live }: { live: LiveStream }) {
  const { t } = useLingui();
  const kept = keptWords(live);
  const { title, hasPrice, thoughPaid } = live;
  return (
    <Section title={t`Live now`}>
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-[65ch] text-sm text-soft">
          <bdi className="font-medium text-ink">{title}</bdi>.{' '}
          {kept ? t(kept) : <Trans>It is sent on to every site below that is on.</Trans>}
        </p>
        {hasPrice && (live.keptBy === 'price' || thoughPaid) && (
          <Form method="post" className="flex flex-col items-start gap-3">
            <input type="hidden" name="form" value={thoughPaid ? 'forbid' : 'allow'} />
            <input type="hidden" name="id" value={live.id} />
            <p className="max-w-[65ch] text-sm">
              <Trans>Viewers on other sites see this stream free, while viewers here pay for it.</Trans>
            </p>
            <Button type="submit">
              {thoughPaid ? (
                <Trans>Do not send this stream on any more</Trans>
              ) : (
                <Trans>Send this stream on all the same</Trans>
              )}
            </Button>
          </Form>
        )}
      </div>
    </Section>
  );
}

function TargetRow({ target }: { target: Target }) {
  const { t } = useLingui();
  const busy = useNavigation().formData;
  const { id, name, address, on } = target;
  const { word, sentence } = targetWords(target);
  const isGivenUp = target.state === 'failed' && target.againAt === null;
  const isBusy = busy?.get('id') === id;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <bdi className="font-medium">{name}</bdi>
          <Badge>{t(word)}</Badge>
        </p>
        <p className="mt-0.5 text-sm break-all text-soft" dir="ltr">
          {address}
        </p>
        {sentence && <p className="mt-1 max-w-[65ch] text-sm">{t(sentence)}</p>}
      </div>
      <div className="flex flex-wrap gap-3">
        {on && isGivenUp && (
          <Form method="post">
            <input type="hidden" name="form" value="on" />
            <input type="hidden" name="id" value={id} />
            <Button type="submit" size="small" busy={isBusy && busy.get('form') === 'on'}>
              <Trans>Try again</Trans>
            </Button>
          </Form>
        )}
        <Form method="post">
          <input type="hidden" name="form" value={on ? 'off' : 'on'} />
          <input type="hidden" name="id" value={id} />
          <Button type="submit" size="small">
            {on ? <Trans>Switch off</Trans> : <Trans>Switch on</Trans>}
          </Button>
        </Form>
        <ConfirmForm
          label={t`Remove`}
          size="small"
          busy={isBusy && busy.get('form') === 'remove'}
          title={t`Remove ${name}?`}
          description={t`Nothing is sent there any more, and its key is forgotten.`}
          confirm={t`Remove the site`}
          keep={t`Keep it`}
          fields={{ form: 'remove', id }}
        />
      </div>
    </li>
  );
}

function AddTarget({ answer }: { answer: Answer | undefined }) {
  const { t } = useLingui();
  const busy = useNavigation().formData?.get('form') === 'add';
  const { form, fields, note } = useSchemaForm({ schema: restreamTargetInput, answer });
  return (
    <Form method="post" {...form} className="flex max-w-xl flex-col gap-5">
      <input type="hidden" name="form" value="add" />
      <TextField label={t`Name`} {...fieldProps(fields.name)} hint={t`So that you know it again in the list.`} />
      <TextField
        label={t`Server address`}
        {...fieldProps(fields.address)}
        dir="ltr"
        autoComplete="off"
        placeholder="rtmps://live.example.org/app"
        hint={t`As the other site shows it, often called server or ingest. Prefer rtmps: with rtmp the key can be read on the way.`}
      />
      <TextField
        label={t`Stream key`}
        {...passwordProps(fields.key)}
        dir="ltr"
        autoComplete="off"
        hint={t`From the other site. It is kept sealed, and never shown again.`}
      />
      <FormNote {...note} />
      <Button type="submit" variant="primary" busy={busy} className="self-start">
        <Trans>Add the site</Trans>
      </Button>
    </Form>
  );
}
