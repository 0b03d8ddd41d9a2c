import { createContext, useContext, useState } from 'react';
import { useHydrated } from '../../lib/hydrated';

/** The picture as wide as the page, with the chat below it. */
export interface Theatre {
  on: boolean;
  toggle: () => void;
}

const KEPT_AS = 'theatre';

/** Whether the picture is wide on this page; this browser remembers it. */
export function useTheatre(): Theatre {
  const hydrated = useHydrated();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const on = chosen ?? (hydrated && read());
  const toggle = () => {
    keep(!on);
    setChosen(!on);
  };
  return { on, toggle };
}

const TheatreContext = createContext<Theatre | null>(null);
export const TheatreProvider = TheatreContext.Provider;

/** Null where there is nothing beside the picture. */
export function useTheatreHere(): Theatre | null {
  return useContext(TheatreContext);
}

function read(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) === 'on';
  } catch {
    return false; // storage is forbidden here: nothing is remembered
  }
}

function keep(on: boolean): void {
  try {
    localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
  } catch {
    // the same
  }
}
