import { useLingui } from '@lingui/react/macro';
import { Check, Copy } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { IconButton } from './Button';
import { cx } from './cx';
import { controlLook } from './Field';

interface CopyableProps {
  label: string;
  text: string;
  hint?: string;
  /** Several lines of code. */
  tall?: boolean;
}

/** Text to take elsewhere, with a button that copies it, or selects it where that is refused. */
export function Copyable({ label, text, hint, tall = false }: CopyableProps) {
  const { t } = useLingui();
  const id = useId();
  const what = label.toLowerCase();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 3_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true), select);
  const select = () => document.querySelector<HTMLTextAreaElement>(`[data-copy="${id}"]`)?.select();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="mt-1.5 flex items-start gap-1">
        <textarea
          id={id}
          data-copy={id}
          readOnly
          dir="ltr"
          rows={tall ? 5 : 1}
          value={text}
          onFocus={(event) => event.target.select()}
          className={cx(
            controlLook,
            'resize-none py-2 text-sm',
            tall ? 'font-mono text-xs' : 'h-10 overflow-hidden whitespace-nowrap',
          )}
        />
        <IconButton label={copied ? t`Copied` : t`Copy: ${what}`} onClick={() => void copy()}>
          {copied ? <Check aria-hidden="true" className="text-received" /> : <Copy aria-hidden="true" />}
        </IconButton>
      </div>
      {hint && <p className="mt-1.5 text-xs text-soft">{hint}</p>}
      <p role="status" className="sr-only">
        {copied && t`Copied.`}
      </p>
    </div>
  );
}
