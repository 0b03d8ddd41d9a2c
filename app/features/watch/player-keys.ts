/** What a key does: in the player, and on the page around it. */
export type PlayerKey =
  | 'play'
  | 'mute'
  | 'fullscreen'
  | 'theatre'
  | 'louder'
  | 'quieter'
  | 'help'
  /** Into what was before, where that can be. */
  | 'back'
  /** The same, or quieter. */
  | 'left';

const KEYS: Record<string, PlayerKey> = {
  k: 'play',
  ' ': 'play',
  m: 'mute',
  f: 'fullscreen',
  t: 'theatre',
  '?': 'help',
  ArrowRight: 'louder',
  ArrowLeft: 'left',
  j: 'back',
  ArrowUp: 'louder',
  ArrowDown: 'quieter',
};

/** A key that was pressed. */
export interface KeyPress {
  key: string;
  /** The place of the key, which stands for its letter where a layout types none of ours. */
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * What was pressed, by its letter, where a player may have it. `on` is the element that has the
 * focus: what a control does with a key by itself stays its own. On the page up and down go on
 * scrolling it.
 */
export function keyNamed(
  { key, code = '', ctrlKey, metaKey, altKey }: KeyPress,
  on: string,
  where: 'player' | 'page' = 'player',
): string | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (where === 'page' && (key === 'ArrowUp' || key === 'ArrowDown')) return null;
  const foreign = key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(code);
  const name = foreign ? code.slice(-1) : key;
  const tag = on.toUpperCase();
  if (key === ' ' && ['BUTTON', 'A', 'SUMMARY'].includes(tag)) return null;
  if (['INPUT', 'SELECT', 'TEXTAREA'].includes(tag) && (key === ' ' || key.startsWith('Arrow') || tag === 'TEXTAREA'))
    return null;
  return name.length === 1 ? name.toLowerCase() : name;
}

/** What a key does in the player of what is live. */
export function playerKey(press: KeyPress, on: string, where: 'player' | 'page' = 'player'): PlayerKey | null {
  const name = keyNamed(press, on, where);
  return (name !== null && KEYS[name]) || null;
}
