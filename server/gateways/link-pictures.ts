import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import satori, { type Font } from 'satori';
import sharp from 'sharp';
import { type LinkPictures, type LinkWords } from '../deps';
import { createTurns } from '../limits/turns';

const WIDTH = 1200;
const HEIGHT = 630;
/** The part that a picture takes; words have the rest. */
const PICTURE_WIDTH = 560;
const MARGIN = 72;

/** The dark theme's, as sRGB (app/styles/app.css). */
const COLOUR = {
  page: '#15120d',
  ink: '#f3f0ea',
  soft: '#b3aca0',
  accent: '#f9ab2e',
  live: '#c62623',
  line: '#3b362e',
};
const MARKS = { live: ['Live', COLOUR.live], soon: ['Soon', COLOUR.line], ended: ['Ended', COLOUR.line] } as const;

/** Parts of Inter by the letters that are in them; the first that has a letter draws it. */
const SUBSETS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext'] as const;
const WEIGHTS = [400, 600] as const;
const FAMILY = SUBSETS.join(', ');

/** Our own pictures of the demo world; what people brought is never a drawing. */
const OWN = /^\/seed\/[a-z0-9_-]+\.svg$/;

/** An element as satori reads it. */
interface Element {
  type: string;
  key: null;
  props: Record<string, unknown>;
}
const box = (style: Record<string, unknown>, ...children: (Element | string | null)[]): Element => ({
  type: 'div',
  key: null,
  props: { style: { display: 'flex', ...style }, children: children.filter((child) => child !== null) },
});

const RING = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="none" stroke-width="2.25"><circle cx="12" cy="12" r="10" stroke="${COLOUR.line}"/>` +
    `<circle cx="12" cy="12" r="10" stroke="${COLOUR.accent}" stroke-dasharray="45.2 62.9" stroke-linecap="round" transform="rotate(-90 12 12)"/>` +
    `</g><circle cx="12" cy="12" r="3.25" fill="${COLOUR.ink}"/></svg>`,
)}`;

/**
 * Pictures that go with links, drawn by satori and written by sharp. `publicFolder` is what the
 * site came with. One at a time: drawing takes the processor.
 */
export function createLinkPictures(publicFolder: string): LinkPictures {
  const inTurn = createTurns({ atOnce: 1, waiting: 20 });
  let loaded: Promise<Type> | undefined;
  return {
    draw: (words, picture) =>
      inTurn(async () => {
        loaded ??= loadType();
        loaded.catch(() => (loaded = undefined));
        return drawPicture(await loaded, words, picture);
      }),
    ownPicture: (path) =>
      OWN.test(path) ? readFile(join(publicFolder, path)).catch(() => null) : Promise.resolve(null),
  };
}

/** The letters that we draw with. */
export interface Type {
  fonts: Font[];
  /** Whether a letter can be drawn. */
  has: (letter: string) => boolean;
}

export async function loadType(): Promise<Type> {
  const { resolve } = createRequire(import.meta.url);
  const fonts = SUBSETS.flatMap((name) =>
    WEIGHTS.map(async (weight): Promise<Font> => {
      const data = await readFile(resolve(`@fontsource/inter/files/inter-${name}-${weight}-normal.woff`));
      return { name, weight, style: 'normal', data };
    }),
  );
  const ranges = JSON.parse(await readFile(resolve('@fontsource/inter/unicode.json'), 'utf8')) as Record<
    string,
    string
  >;
  const letters = SUBSETS.flatMap((name) => ranges[name]?.split(',') ?? [])
    .map((range) => range.slice('U+'.length).split('-'))
    .map(([from = '', to = from]) => `\\u{${from}}-\\u{${to}}`);
  const known = new RegExp(`^[${letters.join('')}]$`, 'u');
  return { fonts: await Promise.all(fonts), has: (letter) => known.test(letter) && !/\p{C}/u.test(letter) };
}

/** What of a text can be drawn; null where too little of it is left to be read. */
export function drawable(text: string, { has }: Pick<Type, 'has'>): string | null {
  const all = [...text.normalize('NFC')];
  const kept = all.map((letter) => (/\s/.test(letter) ? ' ' : has(letter) ? letter : '')).join('');
  const lettersOf = (of: string) => of.match(/[\p{L}\p{M}\p{N}]/gu)?.length ?? 0;
  const short = kept.replace(/ +/g, ' ').trim();
  return short !== '' && lettersOf(short) * 2 >= lettersOf(all.join('')) ? short : null;
}

async function drawPicture(type: Type, words: LinkWords, picture: Uint8Array | null): Promise<Uint8Array> {
  const shown = picture && (await cut(picture));
  const width = shown ? WIDTH - PICTURE_WIDTH : WIDTH;
  const svg = await satori(layOut(type, words, width), { width, height: HEIGHT, fonts: type.fonts });
  const page = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: COLOUR.page } });
  const layers = [{ input: Buffer.from(svg), left: 0, top: 0 }];
  if (shown) layers.push({ input: Buffer.from(shown), left: width, top: 0 });
  return page.composite(layers).png({ compressionLevel: 9 }).toBuffer();
}

/** One that cannot be read is left out. */
async function cut(picture: Uint8Array): Promise<Uint8Array | null> {
  const shape = { width: PICTURE_WIDTH, height: HEIGHT, fit: 'cover' } as const;
  return sharp(picture, { density: 144 })
    .resize(shape)
    .flatten({ background: COLOUR.page })
    .png()
    .toBuffer()
    .catch(() => null);
}

function layOut(type: Type, { title, by, line, mark }: LinkWords, width: number): Element {
  const text = drawable(title, type);
  const who = by.map((name) => drawable(name, type)).find((name) => name !== null) ?? null;
  const size = (text?.length ?? 0) > 60 ? 44 : (text?.length ?? 0) > 28 ? 54 : 66;
  const clamp = (lines: number) => ({
    display: 'block',
    lineClamp: lines,
    wordBreak: 'break-word',
    maxWidth: width - 2 * MARGIN,
  });
  const site = box(
    { alignItems: 'center', gap: 18, fontSize: 36, fontWeight: 600 },
    { type: 'img', key: null, props: { src: RING, width: 52, height: 52 } },
    'Vilokanam',
  );
  const [name, background] = mark ? MARKS[mark] : [];
  const badge = name
    ? box(
        { alignSelf: 'flex-start', background, borderRadius: 8, padding: '6px 16px', fontSize: 26, fontWeight: 600 },
        name,
      )
    : null;
  const said = box(
    { flexDirection: 'column', gap: 20 },
    badge,
    text
      ? box(
          {
            ...clamp(size === 44 ? 4 : 3),
            fontSize: size,
            fontWeight: 600,
            lineHeight: 1.15,
            letterSpacing: '-0.02em',
          },
          text,
        )
      : null,
    who ? box({ ...clamp(1), fontSize: 32, color: COLOUR.soft }, who) : null,
  );
  const foot = box({ ...clamp(2), fontSize: 32, lineHeight: 1.3, color: COLOUR.accent }, drawable(line, type) ?? '');
  return box(
    {
      width,
      height: HEIGHT,
      padding: MARGIN,
      boxSizing: 'border-box',
      flexDirection: 'column',
      justifyContent: 'space-between',
      color: COLOUR.ink,
      fontFamily: FAMILY,
    },
    site,
    said,
    foot,
  );
}
