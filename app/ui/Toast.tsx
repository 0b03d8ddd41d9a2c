import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useSay } from '../lib/texts';
import { IconButton } from './Button';

/** What is said in passing. */
export interface ToastMessage {
  message: string;
  tone?: 'done' | 'problem';
}

type Shown = ToastMessage & { id: number };
type Say = (toast: ToastMessage) => void;

/** How long a message stays when nobody looks at it. */
const STAYS_MS = 6_000;
const MOST = 3;

const ToastContext = createContext<Say>(() => undefined);

/** Says something in passing, at the edge of the page; screen readers hear it too. */
export const useToast = (): Say => useContext(ToastContext);

/** Says a refusal in passing, once for each answer. */
export function useRefusalToast(refusal: { message: string } | null | undefined): void {
  const say = useToast();
  useEffect(() => {
    if (refusal) say({ message: refusal.message, tone: 'problem' });
  }, [refusal, say]);
}

/** Holds what is being said. Once, around the page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [toasts, setToasts] = useState<Shown[]>([]);
  const [held, setHeld] = useState(false);
  const say = useCallback<Say>((toast) => {
    setToasts((before) => [...before.slice(1 - MOST), { ...toast, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const forget = useCallback((id: number) => {
    setToasts((before) => before.filter((toast) => toast.id !== id));
    setHeld(false); // what is closed under the pointer is never left by it
  }, []);
  return (
    <ToastContext.Provider value={say}>
      {children}
      {/* On a phone only the newest, above what a dialog can take up. */}
      {/* There from the start: a live region that comes with its text is not read out. */}
      <div
        role="status"
        aria-label={t`Notices`}
        onMouseEnter={() => setHeld(true)}
        onMouseLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        className="pointer-events-none fixed inset-x-3 top-2 z-60 flex flex-col gap-2 max-sm:*:not-last:hidden sm:inset-x-auto sm:end-6 sm:top-auto sm:bottom-6 sm:w-96"
      >
        {toasts.map((toast) => (
          <Toast key={toast.id} toast={toast} held={held} forget={forget} />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

function Toast({
  toast: { id, message, tone = 'done' },
  held,
  forget,
}: {
  toast: Shown;
  held: boolean;
  forget: (id: number) => void;
}) {
  const { t } = useLingui();
  const say = useSay();
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => forget(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [id, held, forget]);
  return (
    <div className="pointer-events-auto flex animate-rise items-center gap-3 rounded-base bg-raised py-2 ps-4 pe-2 text-sm shadow-float">
      {tone === 'done' ? (
        <CircleCheck aria-hidden="true" className="size-4.5 shrink-0 text-received" />
      ) : (
        <CircleAlert aria-hidden="true" className="size-4.5 shrink-0 text-danger" />
      )}
      <span className="min-w-0 grow">{say(message)}</span>
      <IconButton label={t`Close this message`} className="size-8" onClick={() => forget(id)}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
