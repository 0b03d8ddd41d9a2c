import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useState } from 'react';
import { RAID_WORD_MAX } from '../../../schemas/raids';
import { apiClient } from '../../lib/api-client';
import { type StreamSummary } from '../../lib/api';
import { type PageRefusal, readRefusal } from '../../lib/page-refusal';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { radioLook } from '../../ui/Choices';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Price } from '../../ui/Price';
import { Skeleton } from '../../ui/Skeleton';

/** The list follows what is typed after this pause. */
const TYPING_MS = 250;

interface RaidDialogProps {
  streamId: string;
  viewers: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The stream is over, and its viewers are told where to. */
  onSent: () => void;
}

/** Ends the stream and sends its viewers on to another one, with a word. */
export function RaidDialog({ open, onOpenChange, ...rest }: RaidDialogProps) {
  const { t } = useLingui();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t`Send your viewers on`}
      description={t`Your stream ends, and whoever watches is led to the one you choose. Nobody pays there before they say so.`}
    >
      {/* Asked anew each time it opens. */}
      {open && <RaidForm {...rest} />}
    </Dialog>
  );
}

function RaidForm({ streamId, viewers, onSent }: Omit<RaidDialogProps, 'open' | 'onOpenChange'>) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [to, setTo] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<PageRefusal | null>(null);
  const { targets, failed } = useTargets(words);
  const chosen = targets?.find(({ id }) => id === to) ?? null;

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!chosen) return;
    const word = String(new FormData(event.currentTarget).get('word') ?? '');
    setSending(true);
    setProblem(null);
    try {
      await apiClient().trpc.raids.start.mutate({ from: streamId, to: chosen.id, word });
      onSent();
    } catch (thrown) {
      setProblem(readRefusal(thrown));
      setSending(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)} className="mt-5 flex flex-col gap-5">
      <FormNote error={problem?.message} answer={problem} />
      <TextField
        label={t`Search what is live`}
        type="search"
        autoComplete="off"
        maxLength={100}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Targets targets={targets} failed={failed} words={words} to={to} choose={setTo} />
      <TextField label={t`A word to them`} optional name="word" maxLength={RAID_WORD_MAX} autoComplete="off" />
      <Button type="submit" variant="danger" busy={sending} disabled={!chosen} className="self-end max-sm:w-full">
        {viewers > 0
          ? t`End, and send ${plural(viewers, { one: '# viewer', other: '# viewers' })} on`
          : t`End, and send viewers on`}
      </Button>
    </form>
  );
}

/** What is live for these words; null while it is asked for the first time. */
function useTargets(words: string) {
  const [targets, setTargets] = useState<StreamSummary[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    const ask = () =>
      apiClient()
        .trpc.raids.targets.query({ words })
        .then(
          (found) => {
            if (!current) return;
            setTargets(found);
            setFailed(false);
          },
          () => {
            if (current) setFailed(true);
          },
        );
    const timer = setTimeout(() => void ask(), words === '' ? 0 : TYPING_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [words]);
  return { targets, failed };
}

function Targets({
  targets,
  failed,
  words,
  to,
  choose,
}: {
  targets: StreamSummary[] | null;
  failed: boolean;
  words: string;
  to: string | null;
  choose: (id: string) => void;
}) {
  const { t } = useLingui();
  if (failed) {
    return (
      <p role="alert" className="text-sm text-soft">
        <Trans>What is live could not be read. Type something to try again.</Trans>
      </p>
    );
  }
  if (!targets) {
    return (
      <div role="status">
        <span className="sr-only">
          <Trans>Looking for what is live</Trans>
        </span>
        <Skeleton className="h-36 w-full" />
      </div>
    );
  }
  if (targets.length === 0) {
    return (
      <p role="status" className="text-sm text-soft">
        {words === '' ? t`Nobody else is live for everybody now.` : t`Nothing that is live goes by these words.`}
      </p>
    );
  }
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">
        <Trans>Where to</Trans>
      </legend>
      <div className="max-h-64 divide-y overflow-y-auto rounded-base border border-edge">
        {targets.map((stream) => (
          <label
            key={stream.id}
            className="flex cursor-pointer items-center gap-3 px-3.5 py-2.5 transition-colors hover:bg-hover has-checked:bg-sunken"
          >
            <input
              type="radio"
              name="to"
              value={stream.id}
              checked={stream.id === to}
              onChange={() => choose(stream.id)}
              className={radioLook}
            />
            <Avatar name={stream.creator.displayName} handle={stream.creator.handle} src={stream.creator.avatarUrl} />
            <span className="min-w-0 text-sm">
              <span className="block truncate font-medium">
                <bdi>{stream.title}</bdi>
              </span>
              <span className="block truncate text-xs text-soft">
                <bdi>{stream.creator.displayName}</bdi> ·{' '}
                <Plural value={stream.currentViewers} one="# viewer" other="# viewers" /> ·{' '}
                <Price rate={stream.ratePerSecond} />
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
