import {
  closed,
  color,
  cut,
  disc,
  group,
  hoop,
  line,
  many,
  mix,
  open,
  oval,
  picture,
  range,
  rect,
  ring,
  shape,
  smooth,
  stroke,
  type Point,
} from './draw';

/** A guitar's soundboard on the bench, its braces glued. */
function soundboard(): string {
  const half: Point[] = [
    [150, 0],
    [163, 70],
    [215, 128],
    [320, 150],
    [420, 128],
    [510, 112],
    [610, 140],
    [730, 196],
    [870, 206],
    [970, 150],
    [1015, 60],
    [1022, 0],
  ];
  const scale = ([x, y]: Point, side: number): Point => [x * 1.16 - 60, 360 + side * y * 1.5];
  const outline = smooth(
    [
      ...half.map((point) => scale(point, -1)),
      ...half
        .slice(1, -1)
        .reverse()
        .map((point) => scale(point, 1)),
    ],
    true,
  );
  const hole: Point = [440, 360];
  const fan = many(7, (i) => {
    const spread = i - 3;
    return (
      stroke(line([610, 360 + spread * 34], [1070 - Math.abs(spread) * 16, 360 + spread * 78]), '#f0d49f', 13, {
        strokeLinecap: 'butt',
      }) +
      stroke(line([610, 364 + spread * 34], [1070 - Math.abs(spread) * 16, 364 + spread * 78]), '#8a5c2f', 3, {
        strokeLinecap: 'butt',
      })
    );
  });
  const bars = [300, 560].map((x) => rect(x, 90, 20, 540, '#efcf96') + rect(x + 20, 90, 5, 540, '#8a5c2f')).join('');
  const grain = many(60, (i) => rect(60, i * 12, 1120, i % 5 ? 1 : 2, i % 3 ? '#c28f4d' : '#b98544'));
  const bench = many(5, (i) => rect(0, i * 148, 1280, 144, i % 2 ? '#2b2018' : '#261c15'));
  const clamps = [
    [770, 96],
    [946, 88],
    [770, 624],
    [946, 632],
  ]
    .map(
      ([x = 0, y = 0]) =>
        disc([x, y], 27, color.ink) +
        disc([x, y], 20, color.clay) +
        stroke(line([x - 12, y], [x + 12, y]), color.ink, 5),
    )
    .join('');
  return picture(
    color.soot,
    bench,
    group(
      { transform: 'rotate(-7 640 360)' },
      shape(outline, color.ink, { transform: 'translate(10 16)', opacity: 0.5 }),
      shape(outline, color.wood),
      cut(
        shape(outline, '#000'),
        rect(0, 0, 1280, 720, '#cf9c5a'),
        grain,
        bars,
        fan,
        rect(884, 236, 40, 248, '#e9c88e') + rect(924, 236, 6, 248, '#8a5c2f'),
      ),
      stroke(outline, color.cream, 5),
      disc(hole, 92, '#261c15'),
      ring(hole, 104, color.marigold, 8),
      ring(hole, 116, color.ink, 5),
      clamps,
    ),
  );
}

/** A bowl, half thrown, on a turning wheel. */
function bowl(): string {
  const axis = 690;
  const profile = (t: number) => 118 + 250 * Math.sin(t * 1.42) ** 0.9;
  const level = (t: number) => mix(560, 214, t);
  const side = (sign: number): Point[] => range(21).map((i): Point => [axis + sign * profile(i / 20), level(i / 20)]);
  const body = `${open(side(-1))}L${side(1)
    .reverse()
    .map((point) => point.join(' '))
    .join('L')}Z`;
  const ridges = many(17, (i) => {
    const t = (i + 0.5) / 17;
    return hoop([axis, level(t) + 4], profile(t) + 3, 16 + 40 * t, i % 2 ? '#9c4f31' : '#c8734c', 3.4);
  });
  const shade = (from: number) =>
    shape(
      `${open(range(21).map((i): Point => [axis + profile(i / 20) * from, level(i / 20)]))}L1280 ${level(1)}L1280 ${level(0)}Z`,
      '#5f2b1c',
      { opacity: 0.4 },
    );
  const rim: Point = [axis, level(1)];
  const top = profile(1);
  const wheel = [0, 1, 2]
    .map((i) => oval([axis, 598 + i * 16], 520 - i * 6, 92, i === 0 ? '#4a3a2d' : i === 1 ? '#33281f' : color.ink))
    .reverse()
    .join('');
  const turning = many(7, (i) =>
    hoop([axis, 594], 170 + i * 52, 26 + i * 9.4, i % 2 ? '#5d4937' : '#6d5640', 2, {
      strokeDasharray: `${140 + i * 60} ${46 + i * 12}`,
    }),
  );
  const slip = [
    [452, 604, 20, 5],
    [520, 640, 32, 7],
    [860, 640, 26, 6],
    [948, 606, 16, 4],
  ]
    .map(([x = 0, y = 0, rx = 0, ry = 0]) => oval([x, y], rx, ry, color.clay))
    .join('');
  return picture(
    '#241813',
    disc([910, 236], 196, color.marigold),
    rect(0, 560, 1280, 160, color.ink),
    wheel,
    turning,
    slip,
    oval([axis, 566], 150, 28, '#7f3d26'),
    shape(body, '#b8623d'),
    cut(shape(body, '#000'), ridges, shade(0.38), shade(0.68)),
    oval(rim, top + 4, 60, '#d98a62'),
    oval([rim[0], rim[1] + 5], top - 14, 48, '#6d3321'),
    oval([rim[0] - 10, rim[1] + 20], top - 70, 30, '#8f482d'),
    many(3, (i) => hoop([rim[0] - 6, rim[1] + 14 + i * 6], top - 50 - i * 48, 38 - i * 9, '#a95937', 2.4)),
  );
}

/** A book being sewn: folded sheets, linen tapes, one thread. */
function binding(): string {
  const sheets = many(11, (i) => {
    const y = 130 + i * 44;
    const lean = Math.sin(i * 1.7) * 10;
    const fold = `M${300 + lean} ${y}Q${272 + lean} ${y + 21} ${300 + lean} ${y + 40}L1330 ${y + 40}L1330 ${y}Z`;
    const leaves = [9, 17, 25, 33]
      .map((dy) => stroke(line([298 + lean, y + dy], [1330, y + dy]), '#cdb68f', 1.4))
      .join('');
    return (
      shape(fold, i % 2 ? color.cream : '#efe0c4') +
      leaves +
      stroke(`M${300 + lean} ${y}Q${272 + lean} ${y + 21} ${300 + lean} ${y + 40}`, color.walnut, 3)
    );
  });
  const tapes = [460, 720, 980]
    .map(
      (x) =>
        rect(x, 90, 58, 570, '#a5543a') +
        rect(x, 90, 58, 570, '#8f4530', { opacity: 0.5 }) +
        many(28, (i) => stroke(line([x + 4, 98 + i * 20], [x + 54, 98 + i * 20]), '#bd6e50', 2)),
    )
    .join('');
  const stitches = many(11, (i) => {
    const y = 151 + i * 44;
    return [460, 720, 980]
      .map(
        (x) =>
          stroke(line([x - 20, y], [x + 78, y]), color.ink, 7) +
          stroke(line([x - 20, y - 1], [x + 78, y - 1]), i < 8 ? color.marigold : 'none', 5),
      )
      .join('');
  });
  const thread = smooth([
    [440, 459],
    [330, 500],
    [180, 420],
    [90, 230],
    [190, 110],
    [250, 190],
    [170, 250],
  ]);
  const needle = closed([
    [164, 244],
    [176, 254],
    [66, 352],
  ]);
  return picture(
    color.bark,
    rect(0, 654, 1280, 66, color.ink),
    rect(1180, 90, 100, 570, color.walnut),
    sheets,
    tapes,
    stitches,
    stroke(thread, color.marigold, 5),
    shape(needle, color.cream),
  );
}

export const craft = { soundboard, bowl, binding };
