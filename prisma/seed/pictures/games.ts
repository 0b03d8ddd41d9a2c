import {
  arc,
  color,
  disc,
  group,
  many,
  open,
  picture,
  polar,
  randomFrom,
  range,
  rect,
  ring,
  stroke,
  TURN,
  type Point,
} from './draw';

/** A maze and the one way through it. */
function maze(): string {
  const [columns, rows, size] = [32, 18, 40];
  const random = randomFrom(313);
  const parent = new Map<number, number>();
  const opened = new Set<string>();
  const around = (cell: number) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    return [
      x > 0 ? cell - 1 : -1,
      x < columns - 1 ? cell + 1 : -1,
      y > 0 ? cell - columns : -1,
      y < rows - 1 ? cell + columns : -1,
    ].filter((next) => next >= 0);
  };
  const key = (a: number, b: number) => `${Math.min(a, b)} ${Math.max(a, b)}`;
  const [start, goal] = [columns * 15 + 2, columns * 3 + 28];
  const stack = [start];
  parent.set(start, -1);
  while (stack.length > 0) {
    const cell = stack.at(-1) ?? 0;
    const choices = around(cell).filter((next) => !parent.has(next));
    const next = choices[Math.floor(random() * choices.length)];
    if (next === undefined) stack.pop();
    else {
      parent.set(next, cell);
      opened.add(key(cell, next));
      stack.push(next);
    }
  }
  const middle = (cell: number): Point => [((cell % columns) + 0.5) * size, (Math.floor(cell / columns) + 0.5) * size];
  const way: Point[] = [];
  for (let cell = goal; cell >= 0; cell = parent.get(cell) ?? -1) way.push(middle(cell));
  const walls = range(columns * rows)
    .flatMap((cell) => {
      const [x, y] = [(cell % columns) * size, Math.floor(cell / columns) * size];
      return [
        opened.has(key(cell, cell + 1)) ? '' : `M${x + size} ${y}v${size}`,
        opened.has(key(cell, cell + columns)) ? '' : `M${x} ${y + size}h${size}`,
      ];
    })
    .join('');
  return picture(
    '#17242a',
    stroke(walls, '#3c5d63', 5),
    stroke(open(way), color.marigold, 13),
    disc(middle(start), 17, color.cream),
    rect((middle(goal)[0] ?? 0) - 16, (middle(goal)[1] ?? 0) - 16, 32, 32, color.cream),
  );
}

/** A jump that saves four frames. */
function jump(): string {
  const random = randomFrom(8);
  const size = 40;
  const skyline = (base: number, seed: number, fill: string, step: number) => {
    const pick = randomFrom(seed);
    let height = base;
    return many(Math.ceil(1280 / step), (i) => {
      height = Math.max(base - 3, Math.min(base + 3, height + Math.round((pick() - 0.5) * 3)));
      return rect(i * step, 720 - height * size, step + 1, height * size, fill);
    });
  };
  const block = (x: number, y: number, fill: string, top: string) =>
    rect(x * size, y * size, size, size, fill) + rect(x * size, y * size, size, 9, top);
  const ground = many(32, (x) => {
    if ((x > 10 && x < 21) || x === 27) return '';
    const y = x > 20 ? 12 : 14;
    return many(18 - y, (k) =>
      k === 0
        ? block(x, y, '#57331f', color.moss)
        : block(x, y + k, k % 2 ? '#4b2c1b' : '#45281a', k % 2 ? '#45281a' : '#4b2c1b'),
    );
  });
  const spikes = many(10, (i) => `<path d="M${(11 + i) * size} 720l20 -48l20 48Z" fill="${color.cream}"/>`);
  const float = [13, 14, 17, 18].map((x) => block(x, x > 15 ? 8 : 11, color.amber, color.marigold)).join('');
  const arcPoints = range(18).map((i): Point => [330 + i * 33, 532 - i * 5.5 - 330 * Math.sin((i / 17) * Math.PI)]);
  const trail = arcPoints.map(([x, y], i) =>
    rect(x, y, 12 + i * 1.3, 12 + i * 1.3, i === 17 ? color.cream : color.marigold, {
      opacity: 0.25 + (i / 17) * 0.75,
    }),
  );
  const stars = many(60, () => rect(Math.floor(random() * 160) * 8, Math.floor(random() * 44) * 8, 4, 4, '#a5677a'));
  return picture(
    '#2c1a2c',
    stars,
    rect(920, 80, 160, 160, color.marigold),
    rect(900, 100, 200, 120, color.marigold),
    rect(940, 60, 120, 200, color.marigold),
    skyline(8, 4, '#43253a', 80),
    skyline(5, 12, '#5c2f3c', 40),
    float,
    ground,
    spikes,
    ...trail,
  );
}

/** Splits: each ring a section, each run a little shorter. */
function splits(): string {
  const center: Point = [640, 384];
  const parts = [0.93, 0.81, 0.97, 0.64, 0.72, 0.88, 0.43, 0.57];
  const tints = [
    color.marigold,
    color.cream,
    color.clay,
    color.teal,
    color.marigold,
    color.rose,
    color.slate,
    color.cream,
  ];
  const rings = many(8, (i) => {
    const radius = 108 + i * 46;
    const end = -Math.PI / 2 + (parts[i] ?? 0) * TURN;
    return (
      ring(center, radius, '#2b2119', 26) +
      stroke(arc(center, radius, -Math.PI / 2, end), tints[i] ?? '', 26, { strokeLinecap: 'butt' }) +
      disc(polar(center, radius, end), 20, color.ink) +
      disc(polar(center, radius, end), 12, tints[i] ?? '')
    );
  });
  const ticks = many(60, (i) =>
    stroke(
      open([polar(center, i % 5 ? 68 : 58, (i / 60) * TURN), polar(center, 76, (i / 60) * TURN)]),
      i % 5 ? color.walnut : color.cream,
      i % 5 ? 2 : 4,
    ),
  );
  return picture(
    '#1a1410',
    group(
      { transform: 'rotate(-10 640 384)' },
      rings,
      ticks,
      stroke(open([center, polar(center, 62, -0.7)]), color.marigold, 7),
      disc(center, 11, color.marigold),
    ),
  );
}

export const games = { maze, jump, splits };
