import { type MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { type ReactNode } from 'react';
import { fieldProps, type FormAnswer, type FormField } from '../../lib/form';
import { Avatar } from '../../ui/Avatar';
import { Button, type ButtonLook } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { type ModerationForm } from './actions.server';

/** The answer to one of the forms by which order is kept. */
export type ModerationAnswer = FormAnswer & { form: ModerationForm; about: string };

/** Somebody as these pages name them. */
export interface Named {
  id: string;
  handle: string;
  displayName: string;
  avatarUrl: string | null;
}

/** Picture, name and handle, which lead to their page. */
export function PersonName({ person }: { person: Named }) {
  return (
    <Link to={`/@${person.handle}`} className="group flex min-w-0 items-center gap-3 text-sm">
      <Avatar name={person.displayName} handle={person.handle} src={person.avatarUrl} />
      <span className="min-w-0">
        <span className="block truncate font-medium group-hover:underline">
          <bdi>{person.displayName}</bdi>
        </span>
        <span className="block truncate text-xs text-soft">
          <bdi>@{person.handle}</bdi>
        </span>
      </span>
    </Link>
  );
}

/** A line of a list: what it is about, what is said of it, and what can be done. */
export function Row({ head, children, actions }: { head: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-t py-4">
      <div className="min-w-0 grow basis-64">
        {head}
        {children && <div className="mt-2 text-sm text-soft">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </li>
  );
}

/** What was said, as it was said. */
export function Quote({ children }: { children: string }) {
  return (
    <blockquote dir="auto" className="my-1 border-s-2 border-edge ps-3 wrap-anywhere whitespace-pre-line text-ink">
      {children}
    </blockquote>
  );
}

/** A button that sends what it is about. */
export function DeedButton({
  deed,
  fields,
  label,
  children,
  ...look
}: ButtonLook & {
  deed: ModerationForm;
  fields: Record<string, string>;
  /** For those who do not see beside what it stands. */
  label: string;
  children: ReactNode;
}) {
  const sent = useNavigation().formData;
  const busy = sent?.get('form') === deed && Object.entries(fields).every(([name, value]) => sent.get(name) === value);
  return (
    <Form method="post" preventScrollReset>
      <Hidden fields={{ form: deed, ...fields }} />
      <Button type="submit" size="small" busy={busy} aria-label={label} {...look}>
        {children}
      </Button>
    </Form>
  );
}

/** What a form sends beside what is typed. */
export function Hidden({ fields }: { fields: Record<string, string> }) {
  return Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

/** Why somebody is kept out, and for how long. */
export function ReasonAndLength<Minutes extends string>({
  fields,
  minutes,
  words,
}: {
  fields: Record<'reason' | 'minutes', FormField>;
  minutes: readonly Minutes[];
  words: Record<Minutes, MessageDescriptor>;
}) {
  const { t } = useLingui();
  return (
    <>
      <TextField label={t`Reason`} hint={t`They read it.`} {...fieldProps(fields.reason)} className="w-full" />
      <Select label={t`How long`} {...fieldProps(fields.minutes)} optional={false} className="w-full">
        {minutes.map((choice) => (
          <option key={choice} value={choice}>
            {t(words[choice])}
          </option>
        ))}
      </Select>
    </>
  );
}

/** What became of one of these buttons, said above the list that it stands in. */
export function DeedNote({ answer, deeds }: { answer: ModerationAnswer | undefined; deeds: ModerationForm[] }) {
  const own = answer && deeds.includes(answer.form) ? answer : undefined;
  return (
    <div className="mb-4 empty:mb-0">
      <FormNote error={own?.refusal?.message} done={own?.done} answer={own} />
    </div>
  );
}
