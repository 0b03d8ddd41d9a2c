import {
  canvas,
  color,
  cut,
  disc,
  group,
  many,
  oval,
  polar,
  range,
  rect,
  shape,
  smooth,
  stroke,
  tag,
  TURN,
} from './draw';

type Hair = 'bun' | 'short' | 'long' | 'curls' | 'turban' | 'scarf' | 'bald' | 'bob' | 'cap' | 'braid';

/** How somebody looks, in as few words as a paper cut needs. */
export interface Appearance {
  ground: string;
  skin: string;
  hair: Hair;
  tint: string;
  clothes: string;
  collar: string;
  beard?: string;
  glasses?: boolean;
}

const skins = { deep: '#5a3524', brown: '#7f4f33', tan: '#a8704a', wheat: '#c98f63', fair: '#e3b48c', pale: '#efcdb0' };
const hairs = {
  black: '#1b1512',
  dark: '#33231a',
  brown: '#5b3a24',
  red: '#9c4a26',
  gray: '#a59c90',
  white: '#e4dccf',
  blond: '#d0a659',
};

const headOutline = 'M90 112C90 78 106 62 128 62C150 62 166 78 166 112C166 146 150 170 128 170C106 170 90 146 90 112Z';

function behind(hair: Hair, tint: string): string {
  switch (hair) {
    case 'long':
      return shape(
        'M74 116C70 66 96 40 130 40C166 40 186 70 182 118C180 158 190 184 198 206L60 206C68 184 76 158 74 116Z',
        tint,
      );
    case 'bob':
      return shape(
        'M76 150C66 76 94 42 130 42C168 42 190 78 180 150C176 168 162 174 150 172L104 172C92 174 80 166 76 150Z',
        tint,
      );
    case 'braid':
      return (
        shape('M78 120C72 70 96 44 128 44C162 44 184 70 178 122L168 140L88 140Z', tint) +
        many(6, (i) => oval([176 + Math.sin(i) * 2, 136 + i * 20], 13 - i, 13, tint))
      );
    case 'bun':
      return disc([128, 36], 27, tint);
    case 'curls':
      return range(15)
        .map((i) => disc(polar([128, 100], 50, Math.PI * 0.86 + (i / 14) * Math.PI * 1.28), 24, tint))
        .join('');
    case 'scarf':
      return shape('M62 200C58 90 84 36 128 36C172 36 198 90 194 200Z', tint);
    default:
      return '';
  }
}

function infront(hair: Hair, tint: string, accent: string): string {
  const cap =
    'M84 112C80 66 100 44 130 44C160 44 178 68 172 112C166 96 158 88 150 84C128 90 108 88 100 84C94 90 88 98 84 112Z';
  switch (hair) {
    case 'short':
      return shape(
        'M84 116C78 70 98 42 132 44C164 46 178 72 172 114C168 102 164 94 160 88C140 88 122 82 112 74C104 84 92 94 84 116Z',
        tint,
      );
    case 'long':
    case 'braid':
      return shape(
        'M84 122C80 74 104 50 128 50C152 50 176 74 172 122C164 104 146 84 128 64C110 84 92 104 84 122Z',
        tint,
      );
    case 'bun':
      return shape(cap, tint) + stroke('M110 56Q128 50 146 56', accent, 5);
    case 'bob':
      return shape('M82 116C80 66 104 48 130 48C158 48 178 68 174 116L166 96C140 100 108 98 92 92Z', tint);
    case 'curls':
      return range(7)
        .map((i) => disc([92 + i * 12, 76 - Math.sin((i / 6) * Math.PI) * 14], 16, tint))
        .join('');
    case 'turban':
      return (
        shape('M78 104C68 52 98 26 130 26C166 26 188 54 178 104C160 84 148 76 128 66C110 78 96 86 78 104Z', tint) +
        many(4, (i) =>
          stroke(
            `M${82 + i * 5} ${94 - i * 12}Q${120 + i * 6} ${58 - i * 8} ${170 - i * 10} ${64 - i * 10}`,
            accent,
            4,
          ),
        )
      );
    case 'scarf':
      return (
        shape(
          'M76 118C76 66 100 50 128 50C156 50 180 66 180 118C180 154 156 178 128 182C100 178 76 154 76 118ZM96 116C96 142 110 162 128 164C146 162 160 142 160 116C160 88 146 74 128 74C110 74 96 88 96 116Z',
          tint,
          { fillRule: 'evenodd' },
        ) + shape('M84 150C100 186 156 186 172 150L188 214L68 214Z', tint)
      );
    case 'cap':
      return (
        shape('M82 98C80 58 102 42 130 42C160 42 178 60 174 98Z', tint) +
        shape('M78 96Q128 78 200 100Q204 108 190 108Q128 92 82 106Z', accent)
      );
    case 'bald':
      return '';
  }
}

/** A portrait without a face: a square paper cut, 256 by 256. */
export function portrait(look: Appearance): string {
  const { ground, skin, hair, tint, clothes, collar, beard, glasses } = look;
  const shoulders = 'M20 262C24 214 58 194 100 188L156 188C198 194 232 214 236 262Z';
  const shade = tag('rect', { x: 128, y: 0, width: 128, height: 256, fill: '#000', opacity: 0.13 });
  return canvas(
    256,
    256,
    rect(0, 0, 256, 256, ground),
    behind(hair, tint),
    shape(shoulders, clothes),
    shape('M98 190L128 232L158 190L150 184L106 184Z', collar),
    shape('M108 150L148 150L150 194Q128 214 106 194Z', skin),
    shape('M108 160Q128 186 148 160L148 172Q128 194 108 172Z', '#000', { opacity: 0.16 }),
    disc([89, 118], 9, skin),
    disc([167, 118], 9, skin),
    shape(headOutline, skin),
    beard
      ? shape(
          'M90 116C92 128 100 134 112 134Q128 128 144 134C156 134 164 128 166 116C170 158 152 182 128 184C104 182 86 158 90 116Z',
          beard,
        )
      : '',
    cut(shape(headOutline, '#000'), shade),
    infront(hair, tint, collar),
    glasses
      ? group(
          { fill: 'none', stroke: '#191310', strokeWidth: 4.5 },
          tag('circle', { cx: 109, cy: 116, r: 15 }),
          tag('circle', { cx: 147, cy: 116, r: 15 }),
          '<path d="M124 114h8M94 112l-8 -3M162 112l8 -3"/>',
        )
      : '',
  );
}

/** A sign for those who show none of themselves: petals around a point. */
export function emblem(ground: string, tint: string, point: string, petals: number): string {
  const petal = (i: number) =>
    group(
      { transform: `rotate(${Math.round((i / petals) * 360)} 128 128)` },
      shape('M128 118C96 92 100 54 128 34C156 54 160 92 128 118Z', tint, { opacity: 0.92 }),
    );
  const dots = range(petals)
    .map((i) => disc(polar([128, 128], 96, ((i + 0.5) / petals) * TURN - Math.PI / 2), 6, point))
    .join('');
  const frame = shape(
    smooth(
      range(petals * 2).map((i) => polar([128, 128], i % 2 ? 112 : 118, (i / (petals * 2)) * TURN)),
      true,
    ),
    'none',
    { stroke: tint, strokeWidth: 2, opacity: 0.5 },
  );
  return canvas(256, 256, rect(0, 0, 256, 256, ground), frame, many(petals, petal), dots, disc([128, 128], 15, point));
}

/** By handle: public/seed/face-<handle>.svg. Whoever is not here shows initials. */
export const portraits: Record<string, () => string> = {
  maya: () =>
    portrait({
      ground: color.marigold,
      skin: skins.brown,
      hair: 'bun',
      tint: hairs.black,
      clothes: color.wine,
      collar: color.clay,
    }),
  hollowbody: () =>
    portrait({
      ground: '#6b4a2e',
      skin: skins.fair,
      hair: 'short',
      tint: hairs.gray,
      clothes: '#3c4a44',
      collar: color.linen,
      beard: hairs.gray,
      glasses: true,
    }),
  kodaikanal_sky: () =>
    portrait({
      ground: '#22344a',
      skin: skins.tan,
      hair: 'short',
      tint: hairs.dark,
      clothes: '#0f1722',
      collar: color.marigold,
      glasses: true,
    }),
  anahita_codes: () =>
    portrait({
      ground: '#35544f',
      skin: skins.wheat,
      hair: 'curls',
      tint: hairs.dark,
      clothes: color.bark,
      collar: color.teal,
      glasses: true,
    }),
  sixty_four: () =>
    portrait({
      ground: '#39462e',
      skin: skins.deep,
      hair: 'bald',
      tint: '',
      clothes: color.cream,
      collar: color.moss,
      beard: hairs.black,
    }),
  fourframes: () =>
    portrait({
      ground: '#7c3a46',
      skin: skins.pale,
      hair: 'cap',
      tint: '#223447',
      clothes: color.bark,
      collar: color.marigold,
    }),
  lowtide_pots: () =>
    portrait({
      ground: '#c98a5e',
      skin: skins.fair,
      hair: 'braid',
      tint: hairs.red,
      clothes: '#2f4a4c',
      collar: color.linen,
    }),
  nonna_ilse: () =>
    portrait({
      ground: '#8a3f2a',
      skin: skins.pale,
      hair: 'bob',
      tint: hairs.white,
      clothes: color.cream,
      collar: color.clay,
    }),
  dum_and_daughters: () =>
    portrait({
      ground: '#d9a13c',
      skin: skins.tan,
      hair: 'scarf',
      tint: '#4a2c46',
      clothes: '#33202b',
      collar: '#d9a13c',
    }),
  harjit_draws: () =>
    portrait({
      ground: '#e2d0b1',
      skin: skins.tan,
      hair: 'turban',
      tint: color.clay,
      clothes: '#2c3a40',
      collar: color.amber,
      beard: hairs.black,
    }),
  sewn_by_odile: () =>
    portrait({
      ground: color.wine,
      skin: skins.deep,
      hair: 'curls',
      tint: hairs.black,
      clothes: color.amber,
      collar: color.cream,
    }),
  reed_and_heron: () =>
    portrait({
      ground: '#9aa36a',
      skin: skins.fair,
      hair: 'long',
      tint: hairs.blond,
      clothes: '#3d4c34',
      collar: color.linen,
    }),
  contour_line: () =>
    portrait({
      ground: '#4f6b72',
      skin: skins.wheat,
      hair: 'short',
      tint: hairs.brown,
      clothes: color.clay,
      collar: color.ink,
      beard: hairs.brown,
    }),
  slowkeys: () =>
    portrait({
      ground: '#1f1a17',
      skin: skins.wheat,
      hair: 'long',
      tint: '#3a2a22',
      clothes: color.cream,
      collar: '#1f1a17',
    }),
  ravi: () =>
    portrait({
      ground: color.teal,
      skin: skins.brown,
      hair: 'short',
      tint: hairs.black,
      clothes: color.marigold,
      collar: color.ink,
    }),
  okapi: () => emblem(color.plum, color.rose, color.marigold, 6),
  tamarind: () => emblem('#39462e', color.marigold, color.cream, 8),
  quietfern: () => emblem('#e2d0b1', color.fern, color.clay, 5),
  northlight: () => emblem(color.night, '#8fa7b5', color.cream, 12),
  bergamot: () => emblem(color.clay, color.cream, color.ink, 7),
  halfpast: () => emblem(color.ink, color.amber, color.cream, 10),
  lotte_v: () =>
    portrait({
      ground: '#cf9480',
      skin: skins.pale,
      hair: 'bob',
      tint: hairs.brown,
      clothes: '#3f5a6b',
      collar: color.cream,
      glasses: true,
    }),
  emeka: () =>
    portrait({
      ground: '#3f5a6b',
      skin: skins.deep,
      hair: 'short',
      tint: hairs.black,
      clothes: color.clay,
      collar: color.linen,
    }),
  pilar_r: () =>
    portrait({
      ground: color.moss,
      skin: skins.wheat,
      hair: 'long',
      tint: hairs.dark,
      clothes: color.cream,
      collar: color.rust,
    }),
  jun_k: () =>
    portrait({
      ground: color.linen,
      skin: skins.fair,
      hair: 'cap',
      tint: color.teal,
      clothes: color.bark,
      collar: color.clay,
    }),
};
