import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle, Section } from '../../ui/Section';
import { When } from '../../ui/When';
import { type BlockView } from '../transactions/purse-types';

/** One block of the chain, as far as it concerns purses and earnings. */
export function BlockPage({ number, block }: { number: number; block: BlockView | null }) {
  const { t } = useLingui();
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-3xl flex-col gap-10">
        <PageTitle title={t`Block ${number}`} hint={t`What the chain says here of purses and earnings.`} />
        {block ? (
          <Known block={block} />
        ) : (
          <EmptyState
            title={t`We do not know this block.`}
            action={
              <ButtonLink to="" reloadDocument>
                <Trans>Look again</Trans>
              </ButtonLink>
            }
          >
            <Trans>
              It is not final yet, it is older than the contract, or there is nothing in it that concerns us. A block
              that is on its way is here a few seconds later.
            </Trans>
          </EmptyState>
        )}
      </div>
    </div>
  );
}

function Known({ block: { hash, at, events } }: { block: BlockView }) {
  const { t } = useLingui();
  return (
    <>
      <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-soft">
          <Trans>When it was</Trans>
        </dt>
        <dd>
          <When at={at} style="full" />
        </dd>
        <dt className="text-soft">
          <Trans>Hash, to find it elsewhere</Trans>
        </dt>
        <dd dir="ltr" className="wrap-anywhere select-all rtl:text-end">
          {hash}
        </dd>
      </dl>
      <Section title={t`What it says`}>
        {events.length === 0 ? (
          <EmptyState title={t`Nothing about purses or earnings.`} />
        ) : (
          <ol className="border-b">
            {events.map(({ index, words }) => (
              <li key={index} className="border-t py-3.5 text-sm wrap-anywhere">
                {words}
              </li>
            ))}
          </ol>
        )}
      </Section>
    </>
  );
}
