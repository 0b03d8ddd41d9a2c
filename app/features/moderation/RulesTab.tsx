import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { FOLLOWED_MINUTES, rulesInput, wordInput } from '../../../schemas/moderation';
import { type Answers } from '../../lib/api';
import { fieldProps, useSchemaForm } from '../../lib/form';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Select, Switch, TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Section } from '../../ui/Section';
import { DeedButton, DeedNote, Hidden, type ModerationAnswer } from './parts';
import { FOLLOWED } from './words';

interface TabProps {
  overview: Answers['moderation']['overview'];
  answer: ModerationAnswer | undefined;
}

/** Who may write in the chat, how often and what. */
export function RulesTab({ overview, answer }: TabProps) {
  return (
    <div className="grid gap-x-16 gap-y-12 py-10 lg:grid-cols-2">
      <RulesForm overview={overview} answer={answer} />
      <Words overview={overview} answer={answer} />
    </div>
  );
}

const LINKS = [
  { value: 'allow', label: msg`Allowed`, hint: msg`Whoever may write may send links.` },
  { value: 'followers', label: msg`From followers`, hint: msg`Others are told to take the link out.` },
  { value: 'hold', label: msg`After a look`, hint: msg`A message with a link waits for you or a moderator.` },
  { value: 'none', label: msg`Not at all`, hint: msg`Nobody but you and your moderators sends links.` },
];

function RulesForm({ overview: { rules, channel }, answer }: TabProps) {
  const { t } = useLingui();
  const own = answer?.form === 'rules' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'rules';
  const followed = rules.followedMinutes === null ? 'anybody' : String(rules.followedMinutes);
  const { form, fields, note } = useSchemaForm({
    schema: rulesInput,
    answer: own?.refusal ? own : undefined,
    defaultValue: { slowSeconds: rules.slowSeconds, followed, paidMinutes: Math.round(rules.paidSeconds / 60) },
  });
  const links = fields.links.initialValue ?? rules.links;
  return (
    <Section
      title={t`Who writes`}
      hint={t`You and your moderators always may. Everybody else is told kindly what is missing.`}
    >
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-6">
        <FormNote error={note.error} done={own?.done} answer={own ?? note.answer} />
        <Hidden fields={{ form: 'rules', channelId: channel.id }} />
        <Select label={t`Who may write`} {...fieldProps(fields.followed)} optional={false} className="w-full">
          {FOLLOWED_MINUTES.map((value) => (
            <option key={value} value={value}>
              {t(FOLLOWED[value])}
            </option>
          ))}
        </Select>
        <TextField
          label={t`Minutes paid before`}
          hint={t`Of your streams, all taken together. 0 is off. New accounts cannot get around it.`}
          inputMode="numeric"
          {...fieldProps(fields.paidMinutes)}
          optional={false}
          className="w-full"
        />
        <TextField
          label={t`Slow mode, in seconds`}
          hint={t`One message in so many seconds from each person. 0 is off.`}
          inputMode="numeric"
          {...fieldProps(fields.slowSeconds)}
          optional={false}
          className="w-full"
        />
        <Switch
          label={t`Only known people`}
          hint={t`Who wrote here on an earlier day and it still stands, or has paid for ten minutes. For when strangers come to disturb.`}
          name="knownOnly"
          defaultChecked={rules.knownOnly}
        />
        <Switch
          label={t`First messages wait`}
          hint={t`What somebody writes here for the first time waits for you or a moderator.`}
          name="holdFirst"
          defaultChecked={rules.holdFirst}
        />
        <div className="w-full">
          <Choices
            legend={t`Links`}
            name="links"
            choices={LINKS.map(({ value, label, hint }) => ({ value, label: t(label), hint: t(hint) }))}
            value={String(links)}
            error={fields.links.errors?.[0]}
          />
        </div>
        <Button type="submit" variant="primary" busy={busy}>
          <Trans>Save rules</Trans>
        </Button>
      </Form>
    </Section>
  );
}

function Words({ overview: { words, channel }, answer }: TabProps) {
  const { t } = useLingui();
  const own = answer?.form === 'watchWord' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'watchWord';
  const { form, fields, note } = useSchemaForm({
    schema: wordInput,
    answer: own,
    defaultValue: { kind: 'words', effect: 'refuse' },
  });
  return (
    <Section
      title={t`Words`}
      hint={t`Found however they are spelt: in other letters that look alike, with digits for letters, or letter by letter. Inside of longer words they are not meant.`}
    >
      <DeedNote answer={answer} deeds={['unwatchWord']} />
      {words.length === 0 ? (
        <p className="mb-8 text-sm text-soft">
          <Trans>No words yet.</Trans>
        </p>
      ) : (
        <ul className="mb-8 border-b">
          {words.map(({ word, kind, effect }) => (
            <li key={word} className="flex items-center justify-between gap-4 border-t py-2.5 text-sm">
              <span className="min-w-0 wrap-anywhere">
                {kind === 'pattern' ? <code className="text-xs">{word}</code> : <bdi>{word}</bdi>}
                <span className="text-soft"> · {effect === 'refuse' ? t`not sent` : t`waits`}</span>
              </span>
              <DeedButton deed="unwatchWord" fields={{ channelId: channel.id, id: word }} label={t`Take out ${word}`}>
                <Trans>Take out</Trans>
              </DeedButton>
            </li>
          ))}
        </ul>
      )}
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
        <h3 className="font-medium">
          <Trans>Add a word</Trans>
        </h3>
        <FormNote {...note} />
        <Hidden fields={{ form: 'watchWord', channelId: channel.id }} />
        <TextField
          label={t`Word, phrase or pattern`}
          {...fieldProps(fields.word)}
          spellCheck={false}
          className="w-full"
        />
        <div className="grid w-full gap-4 sm:grid-cols-2">
          <Select label={t`What it is`} {...fieldProps(fields.kind)} optional={false}>
            <option value="words">
              <Trans>A word or phrase</Trans>
            </option>
            <option value="pattern">
              <Trans>A pattern (regular expression)</Trans>
            </option>
          </Select>
          <Select label={t`What happens`} {...fieldProps(fields.effect)} optional={false}>
            <option value="refuse">
              <Trans>It is not sent</Trans>
            </option>
            <option value="hold">
              <Trans>It waits for a look</Trans>
            </option>
          </Select>
        </div>
        <Button type="submit" busy={busy}>
          <Trans>Add</Trans>
        </Button>
      </Form>
    </Section>
  );
}
