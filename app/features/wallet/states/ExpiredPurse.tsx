import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../../ui/Notice';
import { type PurseQuestion } from '../PurseDialog';
import { QuestionButton } from '../QuestionButton';

/** The time of the purse's key is over; `since` says when it ended. */
export function ExpiredPurse({
  since,
  ...asking
}: {
  since: string;
  disabled: boolean;
  onAsk: (question: PurseQuestion) => void;
}) {
  const { t } = useLingui();
  return (
    <Notice
      tone="warning"
      title={t`It pays for nothing since ${since}.`}
      action={
        <>
          <QuestionButton {...asking} question="renew" label={t`Renew`} primary />
          <QuestionButton {...asking} question="close" label={t`Close the purse`} />
        </>
      }
    >
      <Trans>
        Its time is over, so no stream can be paid from it. What is left is yours: allow the key again, or take the
        money back.
      </Trans>
    </Notice>
  );
}
