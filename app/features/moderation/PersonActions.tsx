import { useFetcher } from '@remix-run/react';
import { EllipsisVertical } from 'lucide-react';
import { useEffect, useState } from 'react';
import { BAN_MINUTES, banInput, WARNINGS, type Warning, warnings } from '../../../schemas/moderation';
import { fieldProps, useSchemaForm } from '../../lib/form';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { DropdownMenu, MenuHead, MenuItem, MenuLine } from '../../ui/DropdownMenu';
import { Select, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { useToast } from '../../ui/Toast';
import { Hidden, type ModerationAnswer, type Named } from './parts';
import { ReportDialog } from './ReportForm';
import { BAN_FOR } from './words';

interface PersonActionsProps {
  person: Named;
  /** In whose channel, and in which stream. */
  channelId: string;
  streamId: string;
  /** Whoever looks keeps order here. */
  keepsOrder: boolean;
  /** The message beside which it stands. */
  messageId?: string;
}

/** What can be done about the author of a message: by everybody, and by those who keep order. */
export function PersonActions({ person, channelId, streamId, keepsOrder, messageId }: PersonActionsProps) {
  const { send, busy } = useDeeds();
  const [open, setOpen] = useState<'ban' | 'report' | null>(null);
  const fields = { channelId, accountId: person.id, handle: person.handle };
  const setIt = (which: 'ban' | 'report') => (is: boolean) => setOpen(is ? which : null);
  const about = messageId
    ? ({ subject: 'message', id: messageId, name: `what ${person.displayName} wrote` } as const)
    : ({ subject: 'person', id: person.id, streamId, name: person.displayName } as const);
  return (
    <>
      <DropdownMenu
        label={`About ${person.displayName}`}
        trigger={
          <IconButton label={`About ${person.displayName}`} disabled={busy} className="size-8">
            <EllipsisVertical aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuHead>
          <bdi className="font-medium">{person.displayName}</bdi>
        </MenuHead>
        {keepsOrder && (
          <>
            <MenuLine />
            <Deed onSelect={() => send({ form: 'timeOut', minutes: '1', ...fields })}>Time out for a minute</Deed>
            <Deed onSelect={() => send({ form: 'timeOut', minutes: '10', ...fields })}>Time out for 10 minutes</Deed>
            <Deed onSelect={() => send({ form: 'timeOut', minutes: '1440', ...fields })}>Time out for a day</Deed>
            <Deed onSelect={() => setOpen('ban')}>Ban…</Deed>
            <Deed onSelect={() => send({ form: 'clear', ...fields })}>Clear their messages</Deed>
            <MenuLine />
            {warnings.map((warning: Warning) => (
              <Deed key={warning} onSelect={() => send({ form: 'warn', warning, ...fields })}>
                <span className="text-soft">Say</span> {WARNINGS[warning]}
              </Deed>
            ))}
          </>
        )}
        <MenuLine />
        <Deed onSelect={() => setOpen('report')}>Report…</Deed>
        <Deed onSelect={() => send({ form: 'block', ...fields })}>Block</Deed>
      </DropdownMenu>
      <ReportDialog about={about} open={open === 'report'} onOpenChange={setIt('report')} />
      <Dialog
        title={`Ban ${person.displayName}`}
        description="What they watch here ends at once, and they pay nothing more."
        open={open === 'ban'}
        onOpenChange={setIt('ban')}
      >
        <BanForm person={person} channelId={channelId} close={() => setOpen(null)} />
      </Dialog>
    </>
  );
}

function Deed({ children, onSelect }: { children: React.ReactNode; onSelect: () => void }) {
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
  return {
    send: (fields: Record<string, string>) => fetcher.submit(fields, { method: 'post', action: '/moderate' }),
    busy: fetcher.state !== 'idle',
  };
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
      <TextField label="Reason" hint="They read it." {...fieldProps(fields.reason)} className="w-full" />
      <Select label="How long" {...fieldProps(fields.minutes)} optional={false} className="w-full">
        {BAN_MINUTES.map((minutes) => (
          <option key={minutes} value={minutes}>
            {BAN_FOR[minutes]}
          </option>
        ))}
      </Select>
      <Button type="submit" variant="danger" busy={fetcher.state !== 'idle'}>
        Ban
      </Button>
    </fetcher.Form>
  );
}
