/**
 * What a key does in the player. Only while the focus is in it: letters belong to the page
 * otherwise.
 */
export type PlayerKey = 'play' | 'mute' | 'fullscreen' | 'theatre' | 'louder' | 'quieter';

const KEYS: Record<string, PlayerKey> = {
  k: 'play',
  ' ': 'play',
  m: 'mute',
  f: 'fullscreen',
  t: 'theatre',
  ArrowUp: 'louder',
  ArrowDown: 'quieter',
};

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * `on` is the element that has the focus: what a control does with a key by itself stays its own.
 */
export function playerKey({ key, ctrlKey, metaKey, altKey }: KeyPress, on: string): PlayerKey | null {
  if (ctrlKey || metaKey || altKey) return null;
  const meant = KEYS[key.length === 1 ? key.toLowerCase() : key];
  if (!meant) return null;
  const tag = on.toUpperCase();
  if (key === ' ' && ['BUTTON', 'A', 'SUMMARY'].includes(tag)) return null;
  if (['INPUT', 'SELECT', 'TEXTAREA'].includes(tag) && (key === ' ' || key.startsWith('Arrow') || tag === 'TEXTAREA'))
    return null;
  return meant;
}
