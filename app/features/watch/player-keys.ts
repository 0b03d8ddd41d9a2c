/** What a key does: in the player, and on the page around it. */
export type PlayerKey = 'play' | 'mute' | 'fullscreen' | 'theatre' | 'louder' | 'quieter' | 'help';

const KEYS: Record<string, PlayerKey> = {
  k: 'play',
  ' ': 'play',
  m: 'mute',
  f: 'fullscreen',
  t: 'theatre',
  '?': 'help',
  ArrowRight: 'louder',
  ArrowLeft: 'quieter',
  ArrowUp: 'louder',
  ArrowDown: 'quieter',
};

interface KeyPress {
  key: string;
  /** The place of the key, which stands for its letter where a layout types none of ours. */
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * `on` is the element that has the focus: what a control does with a key by itself stays its own.
 * On the page up and down go on scrolling it.
 */
export function playerKey(
  { key, code = '', ctrlKey, metaKey, altKey }: KeyPress,
  on: string,
  where: 'player' | 'page' = 'player',
): PlayerKey | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (where === 'page' && (key === 'ArrowUp' || key === 'ArrowDown')) return null;
  const foreign = key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(code);
  const name = foreign ? code.slice(-1) : key;
  const meant = KEYS[name.length === 1 ? name.toLowerCase() : name];
  if (!meant) return null;
  const tag = on.toUpperCase();
  if (key === ' ' && ['BUTTON', 'A', 'SUMMARY'].includes(tag)) return null;
  if (['INPUT', 'SELECT', 'TEXTAREA'].includes(tag) && (key === ' ' || key.startsWith('Arrow') || tag === 'TEXTAREA'))
    return null;
  return meant;
}
