import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { type ReactNode } from 'react';
import { unlockInput } from '../../../schemas/plans';
import { type StreamDetail } from '../../lib/api';
import { fieldProps, type FormAnswer, useSchemaForm } from '../../lib/form';
import { Button, ButtonLink } from '../../ui/Button';
import { cx, toneOf } from '../../ui/cx';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';

/** Why somebody stands before a stream; null where nothing is asked of them. */
export function doorOf(
  { locked, mature, adult, isMine }: Pick<StreamDetail, 'locked' | 'mature' | 'adult' | 'isMine'>,
  entry: { adult: boolean },
): 'password' | 'adult' | null {
  if (locked) return 'password';
  return mature && !isMine && !adult && !entry.adult ? 'adult' : null;
}

interface DoorProps {
  stream: StreamDetail;
  why: 'password' | 'adult';
  answer: FormAnswer | undefined;
}

/** What is asked before a stream is shown. Nothing of it is joined, played or paid until then. */
export function Door({ stream, why, answer }: DoorProps) {
  return (
    <div className="-mx-4 sm:mx-0">
      <div className={cx('overflow-hidden sm:rounded-base', toneOf(stream.id))}>
        <div
          data-theme="dark"
          className="grid min-h-72 place-items-center bg-scrim px-5 py-8 text-on-picture sm:aspect-video sm:min-h-0 sm:w-full"
        >
          {why === 'password' ? <AskPassword answer={answer} /> : <AskAdult />}
        </div>
      </div>
    </div>
  );
}

function AskPassword({ answer }: Pick<DoorProps, 'answer'>) {
  const { t } = useLingui();
  const busy = useNavigation().formData?.get('form') === 'unlock';
  const { form, fields, note } = useSchemaForm({ schema: unlockInput, answer });
  return (
    <Asking
      title={t`This stream opens with a password.`}
      text={t`Whoever invited you knows it. Nothing is charged for looking.`}
    >
      <Form method="post" {...form} className="flex w-full max-w-xs flex-col gap-4 text-start">
        <input type="hidden" name="form" value="unlock" />
        <TextField label={t`Password of the stream`} {...fieldProps(fields.password)} autoComplete="off" />
        <FormNote {...note} />
        <Button type="submit" variant="primary" busy={busy}>
          <Trans>Open</Trans>
        </Button>
      </Form>
    </Asking>
  );
}

function AskAdult() {
  const { t } = useLingui();
  const busy = useNavigation().formData?.get('form') === 'adult';
  return (
    <Asking
      title={t`This stream is for adults.`}
      text={t`Its creator marked it 18+. Nothing is shown, joined or charged before you say so.`}
    >
      <Form method="post" className="flex flex-wrap justify-center gap-3">
        <input type="hidden" name="form" value="adult" />
        <Button type="submit" variant="primary" busy={busy}>
          <Trans>I am 18 or older</Trans>
        </Button>
        <ButtonLink to="/">
          <Trans>See something else</Trans>
        </ButtonLink>
      </Form>
    </Asking>
  );
}

function Asking({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex w-full flex-col items-center gap-4 text-center">
      <p className="text-base font-medium text-balance sm:text-xl sm:display">{title}</p>
      <p className="max-w-[44ch] text-sm text-balance text-soft">{text}</p>
      {children}
    </div>
  );
}
