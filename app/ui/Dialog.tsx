import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { AlertDialog as Alert, Dialog as Radix } from 'radix-ui';
import { type ReactNode } from 'react';
import { IconButton } from './Button';
import { cx } from './cx';

const veil = 'fixed inset-0 z-50 animate-fade bg-[oklch(0.1_0.01_65/0.55)]';
const box =
  'fixed inset-x-4 top-1/2 z-50 mx-auto max-h-[78dvh] sm:max-h-[85dvh] max-w-lg -translate-y-1/2 animate-fade overflow-y-auto rounded-base bg-raised p-6 shadow-float';

interface DialogProps {
  /** What opens it. */
  trigger?: ReactNode;
  title: string;
  description: ReactNode;
  children?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Something that needs a moment of its own, above the page. */
export function Dialog({ trigger, title, description, children, ...state }: DialogProps) {
  const { t } = useLingui();
  return (
    <Radix.Root {...state}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={veil} />
        <Radix.Content className={box}>
          <Radix.Title className="pe-10 text-xl display">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 text-sm text-soft">{description}</div>
          </Radix.Description>
          {children}
          <Radix.Close asChild>
            <IconButton label={t`Close`} className="absolute end-3 top-3">
              <X aria-hidden="true" />
            </IconButton>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * A question that must be answered before anything happens. The buttons are its children; one of
 * them is a `DialogCancel`.
 */
export function AlertDialog({ title, description, children, ...state }: DialogProps) {
  return (
    <Alert.Root {...state}>
      <Alert.Portal>
        <Alert.Overlay className={veil} />
        <Alert.Content className={cx(box, 'max-w-md')}>
          <Alert.Title className="text-xl display">{title}</Alert.Title>
          <Alert.Description asChild>
            <div className="mt-2 text-sm text-soft">{description}</div>
          </Alert.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-3">{children}</div>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  );
}

/** Closes an alert dialog and does nothing. */
export function DialogCancel({ children }: { children: ReactNode }) {
  return <Alert.Cancel asChild>{children}</Alert.Cancel>;
}
