import {
  closed,
  color,
  disc,
  group,
  line,
  many,
  mix,
  n,
  open,
  oval,
  picture,
  rect,
  shape,
  stroke,
  type Point,
} from './draw';

/**
 * Half outlines of turned pieces: [half width, height from the foot], both in units of the piece's
 * height.
 */
const profiles: Record<'pawn' | 'bishop' | 'queen' | 'king', Point[]> = {
  pawn: [
    [0.27, 0],
    [0.27, 0.07],
    [0.22, 0.12],
    [0.15, 0.2],
    [0.1, 0.42],
    [0.09, 0.54],
    [0.18, 0.57],
    [0.18, 0.61],
    [0.1, 0.63],
  ],
  bishop: [
    [0.24, 0],
    [0.24, 0.06],
    [0.19, 0.1],
    [0.12, 0.18],
    [0.075, 0.42],
    [0.07, 0.58],
    [0.14, 0.6],
    [0.14, 0.64],
    [0.08, 0.66],
    [0.125, 0.75],
    [0.1, 0.85],
    [0.03, 0.93],
  ],
  queen: [
    [0.23, 0],
    [0.23, 0.05],
    [0.18, 0.09],
    [0.11, 0.16],
    [0.065, 0.42],
    [0.065, 0.62],
    [0.13, 0.64],
    [0.13, 0.67],
    [0.075, 0.69],
    [0.145, 0.88],
    [0.11, 0.86],
    [0.06, 0.91],
  ],
  king: [
    [0.23, 0],
    [0.23, 0.05],
    [0.18, 0.09],
    [0.11, 0.16],
    [0.07, 0.4],
    [0.07, 0.6],
    [0.14, 0.62],
    [0.14, 0.655],
    [0.08, 0.675],
    [0.13, 0.84],
    [0.07, 0.87],
    [0.04, 0.89],
  ],
};

function piece(kind: keyof typeof profiles, [x, y]: Point, height: number, light: string, dark: string): string {
  const half = profiles[kind];
  const side = (sign: number) => half.map(([w, h]): Point => [x + sign * w * height, y - h * height]);
  const outline = closed([...side(-1), ...side(1).reverse()]);
  const shade = closed([[x + 0.01 * height, y], ...side(1), [x + 0.02 * height, y - (half.at(-1)?.[1] ?? 0) * height]]);
  const at = (h: number): Point => [x, y - h * height];
  const crown = {
    pawn:
      disc(at(0.76), height * 0.155, light) +
      shape(
        `M${n(x)} ${n(y - 0.915 * height)}A${n(height * 0.155)} ${n(height * 0.155)} 0 0 1 ${n(x)} ${n(y - 0.605 * height)}Z`,
        dark,
      ),
    bishop:
      disc(at(0.95), height * 0.035, light) +
      stroke(
        line([x + height * 0.02, y - height * 0.88], [x + height * 0.09, y - height * 0.76]),
        color.ink,
        height * 0.016,
      ),
    queen: disc(at(0.95), height * 0.045, light),
    king:
      rect(x - height * 0.018, y - height, height * 0.036, height * 0.13, light) +
      rect(x - height * 0.055, y - height * 0.965, height * 0.11, height * 0.034, light),
  }[kind];
  return shape(outline, light) + shape(shade, dark) + crown;
}

/** An endgame, seen from the board's edge. */
function endgame(): string {
  const project = (file: number, rank: number): Point => {
    const depth = 1 / (1 + rank * 0.17);
    return [640 + (file - 4.15) * 268 * depth, 128 + 590 * depth];
  };
  const square = (file: number, rank: number) =>
    closed([project(file, rank), project(file + 1, rank), project(file + 1, rank + 1), project(file, rank + 1)]);
  const board = many(96, (i) => {
    const [file, rank] = [(i % 12) - 2, Math.floor(i / 12)];
    return (file + rank) % 2 ? '' : shape(square(file, rank), rank > 5 ? '#4a3a2b' : '#564331');
  });
  const stand = (kind: keyof typeof profiles, file: number, rank: number, tones: [string, string]) => {
    const [x, y] = project(file + 0.5, rank + 0.42);
    const height = (kind === 'pawn' ? 250 : kind === 'king' ? 430 : 380) / (1 + rank * 0.17);
    const shadow = closed([
      [x - height * 0.2, y - 5],
      [x + height * 0.2, y + 6],
      [x + height * 1.25, y + height * 0.3],
      [x + height * 1.05, y + height * 0.16],
    ]);
    return (
      shape(shadow, color.ink, { opacity: 0.55 }) +
      oval([x, y], height * 0.27, height * 0.06, tones[1]) +
      piece(kind, [x, y], height, ...tones)
    );
  };
  const white: [string, string] = [color.cream, color.sand];
  const black: [string, string] = ['#33281f', '#1a140f'];
  return picture(
    '#7a3f26',
    disc([250, 180], 128, color.marigold),
    shape(closed([project(-3, 8), project(11, 8), project(11, -0.6), project(-3, -0.6)]), '#2c221a'),
    board,
    stand('pawn', 1, 6, black),
    stand('pawn', 6, 5, black),
    stand('bishop', 2.2, 4, black),
    stand('pawn', 5, 3, white),
    stand('king', 3, 1.4, [color.marigold, color.amber]),
    stand('pawn', 6, 0.9, white),
  );
}

/** A knight's tour of all 64 squares, found by always going where the fewest ways lead on. */
function tour(): string {
  const jumps: Point[] = [
    [1, 2],
    [2, 1],
    [2, -1],
    [1, -2],
    [-1, -2],
    [-2, -1],
    [-2, 1],
    [-1, 2],
  ];
  const seen = new Set<string>();
  const next = ([x, y]: Point) =>
    jumps
      .map(([dx, dy]): Point => [x + dx, y + dy])
      .filter(([a, b]) => a >= 0 && b >= 0 && a < 8 && b < 8 && !seen.has(`${a} ${b}`));
  let here: Point | undefined = [0, 7];
  const path: Point[] = [];
  while (here) {
    path.push(here);
    seen.add(here.join(' '));
    here = next(here)
      .map((to) => ({ to, ways: next(to).length }))
      .sort((a, b) => a.ways - b.ways)[0]?.to;
  }
  const size = 116;
  const at = ([x, y]: Point): Point => [(x - 3.5) * size, (y - 3.5) * size];
  const board = many(64, (i) =>
    (i + Math.floor(i / 8)) % 2
      ? rect(((i % 8) - 4) * size, (Math.floor(i / 8) - 4) * size, size, size, '#3c4f45')
      : '',
  );
  const dots = path.map((point, i) => disc(at(point), i === 0 ? 22 : 8, i === 0 ? color.cream : color.marigold));
  const end = at(path.at(-1) ?? [0, 0]);
  return picture(
    '#1b2722',
    group(
      { transform: 'translate(690 360) rotate(-24)' },
      rect(-4.35 * size, -4.35 * size, 8.7 * size, 8.7 * size, color.ink),
      rect(-4.16 * size, -4.16 * size, 8.32 * size, 8.32 * size, '#283830'),
      board,
      stroke(open(path.map(at)), color.marigold, 5),
      ...dots,
      disc(end, 26, color.marigold),
      disc(end, 12, color.ink),
    ),
  );
}

/** Three pieces, close. */
function trio(): string {
  const rays = many(8, (i) =>
    shape(
      closed([
        [1120, 96],
        [mix(-300, 1500, i / 8), 640],
        [mix(-300, 1500, (i + 0.5) / 8), 640],
      ]),
      '#33202b',
    ),
  );
  return picture(
    color.plum,
    rays,
    disc([1120, 96], 150, color.marigold),
    rect(0, 600, 1280, 120, color.ink),
    rect(0, 600, 1280, 6, '#5d4a36'),
    oval([330, 640], 170, 26, color.ink),
    piece('queen', [330, 640], 600, '#8a4a3c', '#5f2f2c'),
    oval([1010, 646], 140, 22, color.ink),
    piece('pawn', [1010, 646], 380, '#8a4a3c', '#5f2f2c'),
    oval([664, 668], 200, 28, color.ink),
    piece('bishop', [664, 668], 640, color.cream, color.sand),
  );
}

export const chess = { endgame, tour, trio };
