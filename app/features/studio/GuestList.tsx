import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher } from '@remix-run/react';
import { inviteInput } from '../../../schemas/streams';
import { type Answers } from '../../lib/api';
import { type FormAnswer, handleProps, useSchemaForm } from '../../lib/form';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Section } from '../../ui/Section';

/** Who may open a private stream. */
export function GuestList({
  guests,
  answer,
}: {
  guests: Answers['streams']['invites'];
  /** Where the list was changed without scripts. */
  answer: FormAnswer | undefined;
}) {
  const { t } = useLingui();
  const inviting = useFetcher<FormAnswer>();
  const { form, fields, note } = useSchemaForm({ schema: inviteInput, answer: inviting.data ?? answer });
  return (
    <Section
      title={t`Guests`}
      hint={t`While this stream is private, you and these people can open it. They need its link from you.`}
      className="border-t py-8"
    >
      {guests.length > 0 && (
        <ul className="mb-5 border-b">
          {guests.map((guest) => (
            <Guest key={guest.id} guest={guest} />
          ))}
        </ul>
      )}
      <inviting.Form method="post" {...form} className="flex items-end gap-3">
        <input type="hidden" name="form" value="invite" />
        <TextField
          label={t`Invite by name`}
          {...handleProps(fields.handle)}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          error={fields.handle.errors?.[0] ?? note.error ?? undefined}
          className="grow"
        />
        <Button type="submit" busy={inviting.state !== 'idle'}>
          <Trans>Invite</Trans>
        </Button>
      </inviting.Form>
    </Section>
  );
}

function Guest({ guest }: { guest: Answers['streams']['invites'][number] }) {
  const { displayName } = guest;
  const { t } = useLingui();
  const leaving = useFetcher();
  return (
    <li className="flex items-center justify-between gap-4 border-t py-3">
      <span className="flex min-w-0 items-center gap-3 text-sm">
        <Avatar name={guest.displayName} handle={guest.handle} src={guest.avatarUrl} />
        <bdi className="min-w-0 truncate font-medium">{displayName}</bdi>
        <bdi className="text-soft">@{guest.handle}</bdi>
      </span>
      <leaving.Form method="post">
        <input type="hidden" name="form" value="uninvite" />
        <input type="hidden" name="accountId" value={guest.id} />
        <Button
          type="submit"
          size="small"
          busy={leaving.state !== 'idle'}
          aria-label={t`Take back the invitation of ${displayName}`}
        >
          <Trans>Take back</Trans>
        </Button>
      </leaving.Form>
    </li>
  );
}
