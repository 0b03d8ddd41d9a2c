import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useSearchParams } from '@remix-run/react';
import { type I18n } from '../../../texts/i18n';
import { duration } from '../../lib/format';
import { BlockLink } from '../../ui/BlockLink';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Section } from '../../ui/Section';
import { type Column, Table } from '../../ui/Table';
import { When } from '../../ui/When';
import { type History } from '../transactions/purse-types';
import { HISTORY_WORDS } from '../transactions/purse-words';
import { shortAddress } from '../../lib/wallets/ss58';

type Entry = History['entries'][number];

/** What blocks say of this wallet's purses, newest first, a page at a time. */
export function PurseHistory({ history }: { history: History }) {
  const { t, i18n } = useLingui();
  const [search] = useSearchParams();
  const page = (before: string | null) => {
    const next = new URLSearchParams(search);
    if (before) next.set('before', before);
    else next.delete('before');
    return `?${next.toString()}`;
  };
  const paged = search.has('before');
  return (
    <Section title={t`History`}>
      {history.entries.length === 0 ? (
        <EmptyState title={paged ? t`Nothing before that.` : t`Nothing yet.`}>
          <Trans>
            Each deposit, each payment to a creator and each change will be here, with the block that it is in.
          </Trans>
        </EmptyState>
      ) : (
        <Table
          caption={t`What happened to this purse`}
          columns={columns(i18n)}
          rows={history.entries}
          rowKey={({ id }) => id}
        />
      )}
      {(history.older || paged) && (
        <nav aria-label={t`Pages of the history`} className="mt-5 flex gap-3">
          {paged && (
            <ButtonLink to={page(null)} size="small" preventScrollReset>
              <Trans>Newest</Trans>
            </ButtonLink>
          )}
          {history.older && (
            <ButtonLink to={page(history.older)} size="small" preventScrollReset>
              <Trans>Older</Trans>
            </ButtonLink>
          )}
        </nav>
      )}
    </Section>
  );
}

const columns = (i18n: I18n): Column<Entry>[] => [
  {
    key: 'what',
    label: i18n._(msg`What`),
    cell: (entry) => (
      <div className="min-w-0">
        <p className="font-medium">
          <Happened entry={entry} />
        </p>
        <p className="mt-0.5 text-xs text-soft">
          <Watched entry={entry} /> <Remark note={entry.note} />
        </p>
        <p className="mt-0.5 text-xs text-soft md:hidden">
          <When at={entry.at} /> · <BlockLink blockNumber={entry.blockNumber} blockUrl={entry.blockUrl} named />
        </p>
      </div>
    ),
  },
  { key: 'when', label: i18n._(msg`When`), cell: ({ at }) => <When at={at} />, figures: true, wide: true },
  {
    key: 'block',
    label: i18n._(msg`Block`),
    cell: (entry) => <BlockLink blockNumber={entry.blockNumber} blockUrl={entry.blockUrl} />,
    figures: true,
    wide: true,
  },
  {
    key: 'amount',
    label: i18n._(msg`Amount`),
    cell: ({ kind, amount }) =>
      amount !== null && (
        <>
          {amount > 0n && (SIGN[kind] ?? '')}
          <Money amount={amount} />
        </>
      ),
    figures: true,
  },
];

/** What happened, and which creator it concerns. */
function Happened({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const creator = <Creator entry={entry} />;
  switch (entry.kind) {
    case 'announced':
      return <Trans>Announced {creator}</Trans>;
    case 'settled':
      return <Trans>Paid {creator}</Trans>;
    case 'skipped':
      return <Trans>Passed over {creator}</Trans>;
    default:
      return t(HISTORY_WORDS[entry.kind]);
  }
}

/** How long was watched for this, and what. */
function Watched({ entry: { seconds, streams } }: { entry: Entry }) {
  const { i18n } = useLingui();
  if (seconds === null) return null;
  const [first, ...others] = streams;
  const watched = duration(seconds, i18n);
  if (!first) return `${watched}.`;
  const stream = (
    <Link to={`/watch/${first.id}`} className="underline underline-offset-4">
      <bdi>{first.title}</bdi>
    </Link>
  );
  const more = others.length;
  return more === 0 ? (
    <Trans>
      {watched} of {stream}.
    </Trans>
  ) : (
    <Trans>
      {watched} of {stream} and <Plural value={more} one="# other stream" other="# other streams" />.
    </Trans>
  );
}

function Remark({ note }: { note: Entry['note'] }) {
  if (!note) return null;
  return (
    <>
      {note.words}
      {note.at && (
        <>
          {' '}
          <When at={note.at} />.
        </>
      )}
    </>
  );
}

/** Which way the money went, seen from the purse. */
const SIGN: Partial<Record<Entry['kind'], string>> = {
  opened: '+',
  toppedUp: '+',
  settled: '\u2212',
  closed: '\u2212',
};

function Creator({ entry: { creator, creatorAddress } }: { entry: Entry }) {
  if (creator)
    return (
      <Link to={`/@${creator.handle}`} prefetch="intent" className="underline underline-offset-4">
        <bdi>{creator.displayName}</bdi>
      </Link>
    );
  return creatorAddress && <span title={creatorAddress}>{shortAddress(creatorAddress)}</span>;
}
