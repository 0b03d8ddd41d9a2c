import {
  color,
  cut,
  disc,
  group,
  many,
  oval,
  picture,
  randomFrom,
  range,
  rect,
  ring,
  shape,
  smooth,
  stroke,
  tag,
  type Point,
} from './draw';

/** Layered hills in wash, the last light behind them. */
function wash(): string {
  const random = randomFrom(19);
  const layers = ['#d98a45', '#b9663c', '#94503c', '#6d3c3a', '#4a2c33', '#2c1d25'];
  const hills = layers.map((fill, layer) => {
    const base = 330 + layer * 66;
    const points = range(17).map((i): Point => [
      i * 88 - 60,
      base -
        (62 - layer * 4) * (Math.sin(i * (0.42 + layer * 0.07) + layer * 2.3) + 0.5 * Math.sin(i * 1.1 + layer * 4.1)),
    ]);
    return shape(`${smooth(points)}L1360 720L-60 720Z`, fill);
  });
  const strokes = many(11, (i) =>
    stroke(
      smooth(range(6).map((k): Point => [-40 + k * 270 + random() * 40, 40 + i * 30 + Math.sin(k * 1.3 + i) * 8])),
      i % 2 ? '#f0c283' : '#efb868',
      20,
      { opacity: 0.5 },
    ),
  );
  return picture(
    '#efc07a',
    strokes,
    disc([860, 262], 116, color.cream),
    ring([860, 262], 138, color.cream, 3),
    ...hills,
  );
}

/** Two pears and a jug, cut from paper. */
function pears(): string {
  const pear = (x: number, y: number, size: number, lean: number, [skin, shade, blush]: [string, string, string]) => {
    const outline = smooth(
      [
        [0, -1.5],
        [0.3, -1.36],
        [0.4, -0.9],
        [0.62, -0.42],
        [0.86, 0.1],
        [0.72, 0.62],
        [0.3, 0.86],
        [0, 0.82],
        [-0.3, 0.86],
        [-0.72, 0.62],
        [-0.86, 0.1],
        [-0.62, -0.42],
        [-0.4, -0.9],
        [-0.3, -1.36],
      ].map(([a = 0, b = 0]): Point => [a * size, b * size]),
      true,
    );
    return group(
      { transform: `translate(${x} ${y}) rotate(${lean})` },
      shape(outline, skin),
      cut(
        shape(outline, '#000'),
        tag('ellipse', { cx: size * 0.78, cy: size * 0.2, rx: size * 0.7, ry: size * 1.5, fill: shade }),
        tag('ellipse', { cx: -size * 0.46, cy: size * 0.2, rx: size * 0.2, ry: size * 0.36, fill: blush }),
      ),
      stroke(
        `M0 ${-size * 1.46}q${size * 0.02} ${-size * 0.26} ${size * 0.2} ${-size * 0.42}`,
        color.umber,
        size * 0.085,
      ),
    );
  };
  const jug = smooth(
    [
      [-92, -330],
      [-78, -250],
      [-150, -120],
      [-176, 20],
      [-128, 150],
      [0, 168],
      [128, 150],
      [176, 20],
      [150, -120],
      [78, -250],
      [92, -330],
      [0, -318],
    ].map(([a = 0, b = 0]): Point => [380 + a, 430 + b]),
    true,
  );
  return picture(
    '#2f4a4c',
    disc([990, 220], 250, '#c96f43'),
    shape('M0 500L1280 452L1280 720L0 720Z', '#d9b98a'),
    shape('M0 500L1280 452L1280 472L0 522Z', '#b9935f'),
    oval([470, 596], 300, 30, '#8f6f47'),
    stroke('M522 170C690 170 690 400 530 448', '#1d2426', 30),
    shape(jug, '#263033'),
    cut(
      shape(jug, '#000'),
      rect(400, 60, 240, 600, '#1b2225'),
      many(5, (i) => rect(200, 330 + i * 34, 400, 12, i % 2 ? color.marigold : color.cream, { opacity: 0.92 })),
    ),
    oval([380, 108], 92, 17, '#12181a'),
    oval([860, 622], 290, 24, '#8f6f47'),
    pear(960, 498, 148, 7, ['#d3a437', '#a9762a', '#ecca72']),
    pear(718, 512, 128, -13, ['#9aa24e', '#6c7439', '#c3c97e']),
  );
}

/** The sea as printers cut it: scales of waves under a low sun. */
function waves(): string {
  const scale = (x: number, y: number, radius: number, tints: string[]) =>
    tints.map((tint, i) => disc([x, y], radius * (1 - i * 0.19), tint)).join('');
  const tones: string[][] = [
    ['#e8dcc2', '#2c5560', '#e8dcc2', '#2c5560', '#e8dcc2'],
    ['#e8dcc2', '#1d3d49', '#e8dcc2', '#1d3d49', '#e8dcc2'],
  ];
  const sea = many(8, (row) =>
    many(12, (column) =>
      scale(
        column * 128 - 40 + (row % 2) * 64,
        404 + row * 50,
        72,
        (row * 5 + column * 3) % 11 === 0
          ? ['#e8dcc2', color.clay, '#e8dcc2', color.clay, '#e8dcc2']
          : (tones[row % 2] ?? []),
      ),
    ),
  );
  const bands = many(7, (i) => rect(0, 40 + i * 44, 1280, 3 + i * 2.4, '#b24f33', { opacity: 0.75 }));
  const birds = (
    [
      [320, 150],
      [390, 120],
      [268, 200],
    ] as const
  )
    .map(([x, y]) =>
      stroke(`M${x - 30} ${y - 8}Q${x - 12} ${y - 20} ${x} ${y}Q${x + 12} ${y - 20} ${x + 30} ${y - 8}`, '#3a1f1a', 6),
    )
    .join('');
  return picture('#c9633f', bands, disc([850, 300], 190, color.marigold), birds, sea);
}

export const drawing = { wash, pears, waves };
