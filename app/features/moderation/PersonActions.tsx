import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher } from '@remix-run/react';
import { type ReactNode, useEffect, useState } from 'react';
import { BAN_MINUTES, banInput, WARNINGS, type Warning, warnings } from '../../../schemas/moderation';
import { useSchemaForm } from '../../lib/form';
import { useSay } from '../../lib/texts';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { MenuItem, MenuLine } from '../../ui/DropdownMenu';
import { FormNote } from '../../ui/FormNote';
import { useToast } from '../../ui/Toast';
import { Hidden, type ModerationAnswer, type Named, ReasonAndLength } from './parts';
import { ReportDialog } from './ReportForm';
import { BAN_FOR } from './words';

/** Whose chat it is, and who looks. */
interface Where {
  channelId: string;
  streamId: string;
  /** Whoever looks keeps order here. */
  keepsOrder: boolean;
}

/** Somebody who wrote, and the message beside which the menu stands. */
interface Author {
  person: Named;
  messageId: string;
  /** Whoever looks has blocked them. */
  blocked: boolean;
}

/** What can be done about the author of a message, by everybody and by those who keep order. */
export interface PersonActions {
  /** Lines of the message's menu. */
  items(author: Author): ReactNode;
  /** What they open; it outlives the message, which may scroll away. */
  dialogs: ReactNode;
}

export function usePersonActions({ channelId, streamId, keepsOrder }: Where): PersonActions {
  const { t } = useLingui();
  const send = useDeeds();
  const [open, setOpen] = useState<{ what: 'ban' | 'report'; author: Author } | null>(null);
  const close = () => setOpen(null);
  const items = (author: Author) => {
    const { person, blocked } = author;
    const fields = { channelId, streamId, accountId: person.id, handle: person.handle };
    return (
      <>
        <MenuLine />
        {keepsOrder && (
          <>
            <Deed onSelect={() => send({ form: 'timeOut', minutes: '1', ...fields })}>
              <Trans>Time out for a minute</Trans>
            </Deed>
            <Deed onSelect={() => send({ form: 'timeOut', minutes: '10', ...fields })}>
              <Trans>Time out for 10 minutes</Trans>
            </Deed>
            <Deed onSelect={() => send({ form: 'timeOut', minutes: '1440', ...fields })}>
              <Trans>Time out for a day</Trans>
            </Deed>
            <Deed onSelect={() => setOpen({ what: 'ban', author })}>
              <Trans>Ban…</Trans>
            </Deed>
            <Deed onSelect={() => send({ form: 'clear', ...fields })}>
              <Trans>Clear their messages</Trans>
            </Deed>
            <MenuLine />
            {warnings.map((warning: Warning) => (
              <Deed key={warning} onSelect={() => send({ form: 'warn', warning, ...fields })}>
                <WarningWords warning={warning} />
              </Deed>
            ))}
            <MenuLine />
          </>
        )}
        <Deed onSelect={() => setOpen({ what: 'report', author })}>
          <Trans>Report…</Trans>
        </Deed>
        <Deed onSelect={() => send({ form: blocked ? 'unblock' : 'block', ...fields })}>
          {blocked ? <Trans>Unblock</Trans> : <Trans context="a person">Block</Trans>}
        </Deed>
      </>
    );
  };
  const person = open?.author.person;
  const name = person?.displayName ?? '';
  const dialogs = open && person && (
    <>
      <ReportDialog
        about={{ subject: 'message', id: open.author.messageId, name: t`what ${name} wrote` }}
        open={open.what === 'report'}
        onOpenChange={close}
      />
      <Dialog
        title={t`Ban ${name}`}
        description={t`What they watch here ends at once, and they pay nothing more.`}
        open={open.what === 'ban'}
        onOpenChange={close}
      >
        <BanForm person={person} channelId={channelId} close={close} />
      </Dialog>
    </>
  );
  return { items, dialogs };
}

function WarningWords({ warning }: { warning: Warning }) {
  const words = useSay()(WARNINGS[warning]);
  return (
    <Trans>
      <span className="text-soft">Say</span> {words}
    </Trans>
  );
}

function Deed({ children, onSelect }: { children: ReactNode; onSelect: () => void }) {
  return (
    <MenuItem onSelect={onSelect}>
      <button type="button" className="text-start">
        {children}
      </button>
    </MenuItem>
  );
}

/** Sends a deed; what became of it is said in a toast. */
function useDeeds() {
  const fetcher = useFetcher<ModerationAnswer>();
  const say = useToast();
  useEffect(() => {
    const { data } = fetcher;
    if (data?.refusal) say({ message: data.refusal.message, tone: 'problem' });
    else if (data?.done) say({ message: data.done });
  }, [fetcher.data, say]); // eslint-disable-line react-hooks/exhaustive-deps
  return (fields: Record<string, string>) => fetcher.submit(fields, { method: 'post', action: '/moderate' });
}

function BanForm({ person, channelId, close }: { person: Named; channelId: string; close: () => void }) {
  const fetcher = useFetcher<ModerationAnswer>();
  const say = useToast();
  const answer = fetcher.data;
  const { form, fields, note } = useSchemaForm({ schema: banInput, answer, defaultValue: { minutes: '0' } });
  useEffect(() => {
    if (!answer?.done) return;
    say({ message: answer.done });
    close();
  }, [answer]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <fetcher.Form method="post" action="/moderate" {...form} className="mt-5 flex flex-col items-start gap-5">
      <FormNote {...note} />
      <Hidden fields={{ form: 'ban', channelId, handle: person.handle }} />
      <ReasonAndLength fields={fields} minutes={BAN_MINUTES} words={BAN_FOR} />
      <Button type="submit" variant="danger" busy={fetcher.state !== 'idle'}>
        <Trans>Ban</Trans>
      </Button>
    </fetcher.Form>
  );
}
