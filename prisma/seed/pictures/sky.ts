import {
  arc,
  color,
  cut,
  disc,
  group,
  hoop,
  line,
  many,
  mix,
  open,
  picture,
  polar,
  randomFrom,
  range,
  rect,
  ring,
  shape,
  smooth,
  stroke,
  tag,
  TURN,
  type Point,
} from './draw';

/** An hour of stars around the pole, over an open dome. */
function trails(): string {
  const random = randomFrom(7);
  const pole: Point = [790, 232];
  const arcs = many(230, (i) => {
    const radius = 12 + i * 4.3 + random() * 4;
    const from = random() * TURN;
    const bright = random();
    const tint = bright > 0.9 ? color.marigold : bright > 0.55 ? color.cream : bright > 0.3 ? '#9fb0bb' : '#6c8294';
    return stroke(arc(pole, radius, from, from + 0.52), tint, 1.1 + bright ** 3 * 3, {
      opacity: (0.45 + bright * 0.55).toFixed(2),
    });
  });
  const hill = (base: number, height: number, phase: number, fill: string) =>
    shape(
      `${smooth(range(15).map((i): Point => [i * 100 - 60, base - height * (Math.sin(i * 0.55 + phase) + 0.4 * Math.sin(i * 1.5 + phase))]))}L1340 720L-60 720Z`,
      fill,
    );
  const dome = [
    rect(262, 528, 236, 110, '#0c1017'),
    shape('M250 530A130 130 0 0 1 510 530Z', '#0c1017'),
    shape('M392 401A130 130 0 0 1 444 424L424 530L380 530Z', color.marigold),
    shape('M404 530L418 446L434 452L420 530Z', '#0c1017'),
    stroke('M250 530L510 530', '#2a3848', 4),
    rect(300, 566, 26, 40, color.amber),
  ];
  return picture(
    color.night,
    disc(pole, 4, color.cream),
    arcs,
    hill(600, 34, 0.2, '#0f1620'),
    ...dome,
    hill(664, 22, 2.1, '#080b10'),
  );
}

/** The moon in an eyepiece, ten days old. */
function moon(): string {
  const random = randomFrom(29);
  const center: Point = [760, 372];
  const radius = 288;
  const blob = (x: number, y: number, size: number, seed: number) => {
    const wobble = randomFrom(seed);
    return smooth(
      range(9).map((i) => polar([x, y], size * (0.72 + wobble() * 0.5), (i / 9) * TURN)),
      true,
    );
  };
  const maria = (
    [
      [690, 270, 88, 1],
      [800, 250, 62, 2],
      [880, 300, 58, 3],
      [640, 380, 92, 4],
      [900, 390, 46, 5],
      [720, 470, 50, 6],
      [610, 270, 40, 8],
    ] as const
  ).map(([x, y, size, seed]) => shape(blob(x, y, size, seed), '#c9b794'));
  const craters = many(64, () => {
    const spot = polar(center, Math.sqrt(random()) * radius * 0.97, random() * TURN);
    const size = 3 + random() ** 3 * 21;
    return (
      disc(spot, size, '#bda983', { opacity: 0.7 }) +
      stroke(arc(spot, size, 0.4, 3), color.cream, 1.8) +
      stroke(arc(spot, size, 3.6, 6), '#8f7c5b', 1.8)
    );
  });
  const tycho: Point = [735, 580];
  const rays = many(15, (i) =>
    stroke(
      line(polar(tycho, 20, (i / 15) * TURN), polar(tycho, 90 + random() * 190, (i / 15) * TURN)),
      color.cream,
      2.4,
      { opacity: 0.65 },
    ),
  );
  const night = `M${center[0] + 70} ${center[1] - radius - 20}Q${center[0] + 250} ${center[1]} ${center[0] + 70} ${center[1] + radius + 20}L${center[0] + 400} ${center[1] + radius + 20}L${center[0] + 400} ${center[1] - radius - 20}Z`;
  const ticks = many(120, (i) =>
    stroke(
      line(polar(center, i % 10 ? 332 : 322, (i / 120) * TURN), polar(center, 342, (i / 120) * TURN)),
      i % 10 ? color.walnut : color.marigold,
      i % 10 ? 1.4 : 3,
    ),
  );
  const stars = many(90, () =>
    disc([random() * 1280, random() * 720], 0.7 + random() ** 4 * 2.2, color.cream, { opacity: 0.3 + random() * 0.6 }),
  );
  return picture(
    '#15120f',
    stars,
    disc(center, 352, '#15120f'),
    ring(center, 352, color.umber, 2),
    ticks,
    cut(
      tag('circle', { cx: center[0], cy: center[1], r: radius }),
      disc(center, radius, '#ddccaa'),
      ...maria,
      rays,
      craters,
      disc(tycho, 13, color.cream),
      shape(night, '#15120f', { opacity: 0.93 }),
    ),
    stroke(`M0 ${center[1]}L402 ${center[1]}M1118 ${center[1]}L1280 ${center[1]}`, color.umber, 1.5),
  );
}

/** Saturn and its moons. */
function saturn(): string {
  const random = randomFrom(41);
  const center: Point = [610, 350];
  const stars = many(150, () =>
    disc([random() * 1280, random() * 720], 0.6 + random() ** 5 * 2.6, random() > 0.85 ? color.marigold : '#b9c4cc', {
      opacity: 0.25 + random() * 0.7,
    }),
  );
  const bands = [
    [-172, 34, '#a8763e'],
    [-138, 44, '#cf9d5d'],
    [-94, 30, '#e0bb81'],
    [-64, 52, '#d7a865'],
    [-12, 24, '#ecd09c'],
    [12, 60, '#d9ab69'],
    [72, 40, '#c18c4c'],
    [112, 66, '#9b6a37'],
  ] as const;
  const globe = cut(
    tag('circle', { r: 168 }),
    ...bands.map(([y, height, fill]) => rect(-180, y, 360, height, fill)),
    tag('ellipse', { cx: 0, cy: 26, rx: 400, ry: 62, fill: '#3a2917', opacity: 0.45 }),
    shape('M40 -190A168 190 0 0 1 40 190L200 190L200 -190Z', '#1b1510', { opacity: 0.42 }),
  );
  const rings = [
    [258, 10, '#6d5335'],
    [290, 34, '#b58b54'],
    [326, 26, '#e6cb98'],
    [352, 14, '#cba56b'],
    [384, 26, '#a67d4b'],
    [408, 8, '#c9a26a'],
    [432, 3, '#8a6a43'],
  ] as const;
  const drawRings = rings
    .map(([radius, width, tint]) => hoop([0, 0], radius, radius * 0.27, tint, width * 0.9))
    .join('');
  const front = `<clipPath id="front"><rect x="-500" y="0" width="1000" height="300"/></clipPath>`;
  const orbit = (radius: number, angle: number, size: number) => {
    const [x, y]: Point = [radius * Math.cos(angle), radius * 0.27 * Math.sin(angle)];
    return hoop([0, 0], radius, radius * 0.27, '#2d4052', 1.4) + disc([x, y], size, color.cream);
  };
  return picture(
    '#111823',
    stars,
    group(
      { transform: `translate(${center[0]} ${center[1]}) rotate(-19)` },
      orbit(520, 0.5, 8),
      orbit(640, 3.7, 6),
      orbit(800, 5.6, 11),
      drawRings,
      globe,
      front,
      group({ clipPath: 'url(#front)' }, drawRings),
    ),
  );
}

/** A winter constellation over firs. */
function constellation(): string {
  const random = randomFrom(63);
  const orion: Point[] = [
    [520, 120],
    [760, 150],
    [690, 318],
    [636, 336],
    [582, 352],
    [560, 520],
    [800, 500],
  ];
  const links = [
    [0, 1],
    [0, 4],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
    [2, 6],
    [5, 6],
  ].map(([a = 0, b = 0]) => stroke(line(orion[a] ?? [0, 0], orion[b] ?? [0, 0]), '#50677a', 2));
  const size = [13, 8, 8, 8, 8, 7, 12];
  const stars = orion.map(
    (point, i) =>
      disc(point, (size[i] ?? 0) * 2.3, '#1d2b3b') + disc(point, size[i] ?? 0, i === 0 ? color.marigold : color.cream),
  );
  const faint = many(230, () =>
    disc([random() * 1280, random() * 650], 0.6 + random() ** 4 * 2.2, '#b8c6d0', { opacity: 0.25 + random() * 0.6 }),
  );
  const sweep = many(12, (i) =>
    stroke(`M${-80 + i * 26} 720Q${360 + i * 30} ${300 + i * 10} ${980 + i * 40} -20`, '#1c2a3b', 18),
  );
  const fir = (x: number, height: number, fill: string) =>
    shape(
      open([
        ...range(7).flatMap((i): Point[] => [
          [x - (i + 0.4) * height * 0.045, 720 - height + (i + 1) * height * 0.14],
          [x - i * height * 0.026, 720 - height + (i + 1) * height * 0.14],
        ]),
        [x, 720],
        ...range(7)
          .reverse()
          .flatMap((i): Point[] => [
            [x + i * height * 0.026, 720 - height + (i + 1) * height * 0.14],
            [x + (i + 0.4) * height * 0.045, 720 - height + (i + 1) * height * 0.14],
          ]),
        [x, 720 - height],
      ]) + 'Z',
      fill,
    );
  const firs = (count: number, low: number, high: number, fill: string, seed: number) => {
    const pick = randomFrom(seed);
    return many(count, (i) => fir((i + pick()) * (1280 / count), mix(low, high, pick()), fill));
  };
  return picture(
    '#141f2d',
    sweep,
    faint,
    ...links,
    ...stars,
    firs(26, 90, 170, '#0e1620', 3),
    rect(0, 690, 1280, 30, '#090d13'),
    firs(17, 120, 270, '#090d13', 9),
  );
}

export const sky = { trails, moon, saturn, constellation };
