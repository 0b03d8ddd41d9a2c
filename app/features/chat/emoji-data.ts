import { type EmojiData, type SkinTone } from 'frimousse';
import dataUrl from 'emojibase-data/en/data.json?url';
import messagesUrl from 'emojibase-data/en/messages.json?url';

/** Newer ones are boxes on many devices. */
const NEWEST = 15.1;
/** The group of hair and skin, which are no emoji by themselves. */
const PARTS = 2;
const TONES = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

type Tones<Value> = Record<Exclude<SkinTone, 'none'>, Value>;

interface Entry {
  emoji: string;
  label: string;
  group?: number;
  tags?: string[];
  version: number;
  order?: number;
  skins?: { emoji: string; tone: number | number[] }[];
}

interface Messages {
  groups: { message: string; order: number }[];
  skinTones: { key: (typeof TONES)[number]; message: string }[];
}

/** All emoji with their names, from this site. */
export async function readEmoji(locale: string, { signal }: { signal?: AbortSignal }): Promise<EmojiData> {
  const read = async <Of>(url: string) => (await (await fetch(url, signal ? { signal } : {})).json()) as Of;
  const [entries, { groups, skinTones }] = await Promise.all([read<Entry[]>(dataUrl), read<Messages>(messagesUrl)]);
  return {
    locale,
    emojis: entries.sort(byOrder).flatMap(({ emoji, label, group, tags = [], version, skins }) => {
      if (group === undefined || group === PARTS || version > NEWEST) return [];
      const toned = skins && tonesOf(skins);
      return [{ emoji, label, category: group, tags, version, ...(toned ? { skins: toned } : {}) }];
    }),
    categories: groups
      .filter(({ order }) => order !== PARTS)
      .map(({ message, order }) => ({ index: order, label: message })),
    skinTones: Object.fromEntries(skinTones.map(({ key, message }) => [key, message])) as Tones<string>,
  };
}

function tonesOf(skins: NonNullable<Entry['skins']>): Tones<string> | null {
  const found = TONES.map((key, at) => [key, skins.find(({ tone }) => tone === at + 1)?.emoji] as const);
  return found.every(([, emoji]) => emoji) ? (Object.fromEntries(found) as Tones<string>) : null;
}

const byOrder = (a: Entry, b: Entry) => (a.order ?? 0) - (b.order ?? 0);
