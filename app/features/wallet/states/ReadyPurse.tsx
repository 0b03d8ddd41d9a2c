import { useLingui } from '@lingui/react/macro';
import { type PurseQuestion } from '../PurseDialog';
import { QuestionButton } from '../QuestionButton';

/** A purse that this browser pays from. */
export function ReadyPurse(props: { disabled: boolean; onAsk: (question: PurseQuestion) => void }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <QuestionButton {...props} question="topUp" label={t`Top up`} primary />
      <QuestionButton {...props} question="limits" label={t`Change limits`} />
      <QuestionButton {...props} question="close" label={t`Close the purse`} />
    </div>
  );
}
