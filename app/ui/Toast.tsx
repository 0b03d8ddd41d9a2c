import { CircleCheck, CircleAlert, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useHydrated } from '../lib/hydrated';
import { IconButton } from './Button';

/** What is said in passing. */
export interface ToastMessage {
  message: string;
  tone?: 'done' | 'problem';
}

type Say = (toast: ToastMessage) => void;

const ToastContext = createContext<Say>(() => undefined);

/** Says something in passing, at the edge of the page; screen readers hear it too. */
export const useToast = (): Say => useContext(ToastContext);

/** Holds what is being said. Once, around the page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const hydrated = useHydrated();
  const [toasts, setToasts] = useState<(ToastMessage & { id: number })[]>([]);
  const say = useCallback<Say>((toast) => {
    setToasts((before) => [...before.slice(-2), { ...toast, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const forget = (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id));
  return (
    <ToastContext.Provider value={say}>
      {children}
      {hydrated && (
        <Radix.Provider label="Message" duration={6000}>
          {toasts.map(({ id, message, tone = 'done' }) => (
            <Radix.Root
              key={id}
              onOpenChange={(open) => !open && forget(id)}
              className="flex animate-rise items-center gap-3 rounded-base bg-raised py-2 ps-4 pe-2 text-sm shadow-float"
            >
              {tone === 'done' ? (
                <CircleCheck aria-hidden="true" className="size-4.5 shrink-0 text-received" />
              ) : (
                <CircleAlert aria-hidden="true" className="size-4.5 shrink-0 text-danger" />
              )}
              <Radix.Description className="min-w-0 grow">{message}</Radix.Description>
              <Radix.Close asChild>
                <IconButton label="Close this message" className="size-8">
                  <X aria-hidden="true" />
                </IconButton>
              </Radix.Close>
            </Radix.Root>
          ))}
          <Radix.Viewport
            label="Messages ({hotkey})"
            className="fixed inset-x-4 bottom-4 z-60 flex flex-col gap-2 sm:inset-x-auto sm:end-6 sm:bottom-6 sm:w-96"
          />
        </Radix.Provider>
      )}
    </ToastContext.Provider>
  );
}
