import { Button } from '../../ui/Button';
import { type PurseQuestion } from './PurseDialog';

/**
 * Opens the dialog that asks one thing about a purse. Each state of a purse has one that is
 * primary.
 */
export function QuestionButton({
  question,
  label,
  primary = false,
  disabled,
  onAsk,
}: {
  question: PurseQuestion;
  label: string;
  primary?: boolean;
  disabled: boolean;
  onAsk: (question: PurseQuestion) => void;
}) {
  return (
    <Button
      variant={primary ? 'primary' : question === 'close' ? 'quiet' : 'plain'}
      size={primary ? 'large' : 'medium'}
      className={primary ? 'max-sm:w-full' : 'sm:h-12'}
      disabled={disabled}
      onClick={() => onAsk(question)}
    >
      {label}
    </Button>
  );
}
