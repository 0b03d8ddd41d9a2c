import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * Whether scripts run: false on the server and while hydrating. What needs a script shows its plain
 * form until then.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
