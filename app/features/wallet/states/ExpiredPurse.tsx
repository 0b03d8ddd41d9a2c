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
  return (
    <Notice
      tone="warning"
      title={`It pays for nothing since ${since}.`}
      action={
        <>
          <QuestionButton {...asking} question="renew" label="Renew" primary />
          <QuestionButton {...asking} question="close" label="Close the purse" />
        </>
      }
    >
      Its time is over, so no stream can be paid from it. What is left is yours: allow the key again, or take the money
      back.
    </Notice>
  );
}
