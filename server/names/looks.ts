import unhomoglyph from 'unhomoglyph';

const UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * The skeleton of UTS 39: texts with the same one look the same. Letters in circles and the like
 * count as the letters, too.
 */
function skeleton(text: string): string {
  return unhomoglyph(text.normalize('NFKD').replace(UNSEEN, '')).normalize('NFD');
}

/**
 * Letters and digits alone, for "a.d.m.i.n" reads as "admin"; what has none of them stays as it is.
 */
const bare = (text: string) => text.replace(NEITHER_LETTER_NOR_DIGIT, '') || text.trim();

/**
 * How a name looks: as it is written, in small letters, in capitals, and with its look-alikes made
 * small. Two names of which one such look is the same pass for each other. A bar may stand for a
 * letter or beside it, so it is read both ways.
 */
export function looksOf(name: string): string[] {
  const forms = [name, name.toLowerCase(), name.toUpperCase(), skeleton(name).toLowerCase()];
  const looks = forms.flatMap((form) => [bare(skeleton(form)), skeleton(bare(form))]);
  return [...new Set(looks)].filter((look) => look !== '');
}
