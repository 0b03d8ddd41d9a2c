type Part = string | false | null | undefined;

/** Class names that apply, in one string. */
export function cx(...parts: Part[]): string {
  return parts.filter(Boolean).join(' ');
}

/**
 * A component's looks by name: `variants({ size: { small: '…', large: '…' } })({ size: 'small' })`.
 */
export function variants<Looks extends Record<string, Record<string, string>>>(base: string, looks: Looks) {
  return (chosen: { [Name in keyof Looks]: keyof Looks[Name] }, ...more: Part[]): string =>
    cx(base, ...Object.keys(looks).map((name) => looks[name]?.[chosen[name] as string]), ...more);
}

/** The same number from 0 to `below` for the same text: for tones that stay with their owner. */
function steadyNumber(text: string, below: number): number {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % below;
}

const TONES = ['bg-tone-0', 'bg-tone-1', 'bg-tone-2', 'bg-tone-3', 'bg-tone-4', 'bg-tone-5', 'bg-tone-6', 'bg-tone-7'];

/** The quiet background colour that belongs to a name. */
export const toneOf = (text: string): string => TONES[steadyNumber(text, TONES.length)] ?? 'bg-tone-0';
