import { color, disc, group, line, many, picture, randomFrom, range, rect, shape, stroke, type Point } from './draw';

/** An editor at night, seen from the side; the lines have the rhythm of code. */
function editor(): string {
  const random = randomFrom(5);
  const tints = [color.cream, '#c9b591', color.teal, color.rose, '#8fa3a0'];
  const indents = [0, 1, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 2, 2, 3, 4, 3, 2, 1, 1, 0];
  const lines = indents
    .map((indent, row) => {
      if (row === 9) return '';
      let x = 150 + indent * 52;
      const words = 2 + Math.floor(random() * 4);
      const y = 96 + row * 30;
      return many(words, (word) => {
        const width = 26 + random() * 120;
        const tint =
          row === 14 ? color.marigold : (tints[word === 0 && row % 3 ? 2 : Math.floor(random() * tints.length)] ?? '');
        const bar = rect(x, y, width, 12, tint, { rx: 6, opacity: row === 14 ? 1 : 0.86 });
        x += width + 14;
        return bar;
      });
    })
    .join('');
  const numbers = many(21, (row) => rect(92, 96 + row * 30, 22, 12, color.umber, { rx: 6 }));
  const map = many(21, (row) =>
    rect(1010 + (indents[row] ?? 0) * 7, 96 + row * 12, 30 + random() * 70, 5, color.walnut, { rx: 2.5 }),
  );
  const window = group(
    { transform: 'matrix(.94 -.13 .1 .96 60 110)' },
    rect(28, 34, 1120, 760, color.ink, { rx: 18 }),
    rect(40, 20, 1120, 760, '#211a14', { rx: 18 }),
    rect(40, 20, 1120, 48, '#2d241c', { rx: 18 }),
    many(3, (i) => disc([72 + i * 30, 44], 8, [color.clay, color.amber, color.moss][i] ?? '')),
    rect(40, 498, 1120, 44, '#3a2d1c'),
    rect(40, 498, 6, 44, color.marigold),
    numbers,
    map,
    lines,
    rect(742, 506, 16, 28, color.marigold),
  );
  return picture(
    '#3d2b1a',
    many(9, (i) => rect(0, i * 80, 1280, 40, '#42301d')),
    window,
  );
}

/** A syntax tree, as a parser leaves it. */
function tree(): string {
  const random = randomFrom(22);
  const edges: string[] = [];
  const nodes: string[] = [];
  const grow = (x: number, y: number, spread: number, depth: number, hot: boolean) => {
    const leaf = depth === 5;
    const arms = leaf ? 0 : depth < 2 ? 2 : 1 + Math.floor(random() * 2.6);
    const chosen = Math.floor(random() * arms);
    range(arms).forEach((i) => {
      const [nx, ny]: Point = [x + (i - (arms - 1) / 2) * spread, y + 118];
      const lit = hot && i === chosen;
      edges.push(
        stroke(
          `M${x} ${y}C${x} ${y + 64} ${nx} ${ny - 64} ${nx} ${ny}`,
          lit ? color.marigold : color.slate,
          lit ? 5 : 2,
        ),
      );
      grow(nx, ny, spread * (arms > 2 ? 0.36 : 0.5), depth + 1, lit);
    });
    const fill = hot ? color.marigold : arms === 0 ? color.cream : '#8ba3ab';
    nodes.push(
      arms === 0 ? rect(x - 8, y - 8, 16, 16, fill, { rx: 3 }) : disc([x, y], depth === 0 ? 22 : 14 - depth, fill),
    );
  };
  grow(600, 66, 620, 0, true);
  const rows = many(6, (i) => rect(0, 65 + i * 118, 1280, 1, '#263541'));
  return picture('#16212a', rows, ...edges, ...nodes);
}

/** A heap, cell by cell: what is taken, what is free, and one run that is being walked. */
function heap(): string {
  const random = randomFrom(77);
  const [columns, rows, size] = [32, 18, 40];
  let left = 0;
  let fill = '';
  const fills = ['#2b221a', '#2b221a', '#3d2f23', '#54402d', color.teal, '#35544f', '#7a4730'];
  const cells = many(columns * rows, (i) => {
    if (left-- <= 0) {
      left = 1 + Math.floor(random() ** 2 * 11);
      fill = fills[Math.floor(random() * fills.length)] ?? '';
    }
    const [x, y] = [i % columns, Math.floor(i / columns)];
    return rect(x * size + 3, y * size + 3, size - 6, size - 6, fill, { rx: 4 });
  });
  const walk: Point[] = [
    [2, 13],
    [8, 13],
    [8, 4],
    [15, 4],
    [15, 10],
    [22, 10],
    [22, 3],
    [28, 3],
    [28, 12],
  ];
  const spots = walk.map(([x, y]): Point => [x * size + size / 2, y * size + size / 2]);
  const path = range(walk.length - 1).map((i) =>
    stroke(line(spots[i] ?? [0, 0], spots[i + 1] ?? [0, 0]), color.marigold, 9),
  );
  const stops = spots.map(([x, y], i) =>
    rect(x - 17, y - 17, 34, 34, i === walk.length - 1 ? color.cream : color.marigold, { rx: 4 }),
  );
  return picture(
    color.ink,
    cells,
    ...path,
    ...stops,
    shape(`M${(spots.at(-1)?.[0] ?? 0) - 7} ${(spots.at(-1)?.[1] ?? 0) - 9}l16 9l-16 9Z`, color.ink),
  );
}

export const code = { editor, tree, heap };
