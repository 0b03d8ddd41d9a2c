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
  { value: 'allow', label: 'Allowed', hint: 'Whoever may write may send links.' },
  { value: 'followers', label: 'From followers', hint: 'Others are told to take the link out.' },
  { value: 'hold', label: 'After a look', hint: 'A message with a link waits for you or a moderator.' },
  { value: 'none', label: 'Not at all', hint: 'Nobody but you and your moderators sends links.' },
];

function RulesForm({ overview: { rules, channel }, answer }: TabProps) {
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
      title="Who writes"
      hint="You and your moderators always may. Everybody else is told kindly what is missing."
    >
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-6">
        <FormNote error={note.error} done={own?.done} answer={own ?? note.answer} />
        <Hidden fields={{ form: 'rules', channelId: channel.id }} />
        <Select label="Who may write" {...fieldProps(fields.followed)} optional={false} className="w-full">
          {FOLLOWED_MINUTES.map((value) => (
            <option key={value} value={value}>
              {FOLLOWED[value]}
            </option>
          ))}
        </Select>
        <TextField
          label="Minutes paid before"
          hint="Of your streams, all taken together. 0 is off. New accounts cannot get around it."
          inputMode="numeric"
          {...fieldProps(fields.paidMinutes)}
          optional={false}
          className="w-full"
        />
        <TextField
          label="Slow mode, in seconds"
          hint="One message in so many seconds from each person. 0 is off."
          inputMode="numeric"
          {...fieldProps(fields.slowSeconds)}
          optional={false}
          className="w-full"
        />
        <Switch
          label="Only known people"
          hint="Who wrote here on an earlier day and it still stands, or has paid for ten minutes. For when strangers come to disturb."
          name="knownOnly"
          defaultChecked={rules.knownOnly}
        />
        <Switch
          label="First messages wait"
          hint="What somebody writes here for the first time waits for you or a moderator."
          name="holdFirst"
          defaultChecked={rules.holdFirst}
        />
        <div className="w-full">
          <Choices legend="Links" name="links" choices={LINKS} value={String(links)} error={fields.links.errors?.[0]} />
        </div>
        <Button type="submit" variant="primary" busy={busy}>
          Save rules
        </Button>
      </Form>
    </Section>
  );
}

function Words({ overview: { words, channel }, answer }: TabProps) {
  const own = answer?.form === 'watchWord' ? answer : undefined;
  const busy = useNavigation().formData?.get('form') === 'watchWord';
  const { form, fields, note } = useSchemaForm({
    schema: wordInput,
    answer: own,
    defaultValue: { kind: 'words', effect: 'refuse' },
  });
  return (
    <Section
      title="Words"
      hint="Found however they are spelt: in other letters that look alike, with digits for letters, or letter by letter. Inside of longer words they are not meant."
    >
      <DeedNote answer={answer} deeds={['unwatchWord']} />
      {words.length === 0 ? (
        <p className="mb-8 text-sm text-soft">No words yet.</p>
      ) : (
        <ul className="mb-8 border-b">
          {words.map(({ word, kind, effect }) => (
            <li key={word} className="flex items-center justify-between gap-4 border-t py-2.5 text-sm">
              <span className="min-w-0 wrap-anywhere">
                {kind === 'pattern' ? <code className="text-xs">{word}</code> : <bdi>{word}</bdi>}
                <span className="text-soft"> · {effect === 'refuse' ? 'not sent' : 'waits'}</span>
              </span>
              <DeedButton deed="unwatchWord" fields={{ channelId: channel.id, id: word }} label={`Take out ${word}`}>
                Take out
              </DeedButton>
            </li>
          ))}
        </ul>
      )}
      <Form method="post" preventScrollReset {...form} className="flex flex-col items-start gap-4">
        <h3 className="font-medium">Add a word</h3>
        <FormNote {...note} />
        <Hidden fields={{ form: 'watchWord', channelId: channel.id }} />
        <TextField label="Word, phrase or pattern" {...fieldProps(fields.word)} spellCheck={false} className="w-full" />
        <div className="grid w-full gap-4 sm:grid-cols-2">
          <Select label="What it is" {...fieldProps(fields.kind)} optional={false}>
            <option value="words">A word or phrase</option>
            <option value="pattern">A pattern (regular expression)</option>
          </Select>
          <Select label="What happens" {...fieldProps(fields.effect)} optional={false}>
            <option value="refuse">It is not sent</option>
            <option value="hold">It waits for a look</option>
          </Select>
        </div>
        <Button type="submit" busy={busy}>
          Add
        </Button>
      </Form>
    </Section>
  );
}
