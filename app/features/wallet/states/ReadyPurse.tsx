import { type PurseQuestion } from '../PurseDialog';
import { QuestionButton } from '../QuestionButton';

/** A purse that this browser pays from. */
export function ReadyPurse(props: { disabled: boolean; onAsk: (question: PurseQuestion) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <QuestionButton {...props} question="topUp" label="Top up" primary />
      <QuestionButton {...props} question="limits" label="Change limits" />
      <QuestionButton {...props} question="close" label="Close the purse" />
    </div>
  );
}
