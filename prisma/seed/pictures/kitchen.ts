import {
  arc,
  color,
  cut,
  disc,
  group,
  hoop,
  line,
  many,
  oval,
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

/** A spice box from above: seven bowls in a round tin. */
function spices(): string {
  const random = randomFrom(3);
  const center: Point = [560, 370];
  const bowls: [string, string, 'powder' | 'seeds' | 'sticks'][] = [
    ['#e0a02c', '#f4c35d', 'powder'],
    ['#a83a22', '#cb5a34', 'powder'],
    ['#5f3f22', '#a98353', 'seeds'],
    ['#8a8a4c', '#b9b671', 'seeds'],
    ['#241a13', '#58422f', 'seeds'],
    ['#b97a3c', '#d9a163', 'powder'],
    ['#6b3a20', '#8f5532', 'sticks'],
  ];
  const fill = (spot: Point, radius: number, [dark, light, kind]: (typeof bowls)[number]) => {
    const spotInside = () => polar(spot, Math.sqrt(random()) * (radius - 8), random() * TURN);
    if (kind === 'powder')
      return (
        disc(spot, radius, dark) +
        shape(
          smooth(
            range(11).map((i) =>
              polar([spot[0] - 9, spot[1] - 11], radius * (0.62 + random() * 0.16), (i / 11) * TURN),
            ),
            true,
          ),
          light,
        ) +
        many(44, () => disc(spotInside(), 1 + random() * 1.7, random() > 0.5 ? light : dark))
      );
    if (kind === 'seeds')
      return (
        disc(spot, radius, dark) +
        many(105, () => {
          const [x, y] = spotInside();
          return oval([x, y], 7.5, 3.4, random() > 0.4 ? light : dark, {
            transform: `rotate(${Math.round(random() * 180)} ${x.toFixed(1)} ${y.toFixed(1)})`,
            stroke: dark,
            strokeWidth: 1,
          });
        })
      );
    return (
      disc(spot, radius, '#3a2115') +
      many(8, (i) => {
        const angle = -0.5 + (random() - 0.5) * 0.5;
        const middle: Point = [spot[0] + (random() - 0.5) * 20, spot[1] - radius * 0.7 + i * radius * 0.2];
        return stroke(line(polar(middle, 62, angle), polar(middle, -62, angle)), i % 2 ? dark : light, 13);
      })
    );
  };
  const bowl = (spot: Point, i: number) => {
    const radius = 104;
    const inner = bowls[i] ?? bowls[0];
    return (
      disc([spot[0] + 7, spot[1] + 9], radius + 2, color.ink, { opacity: 0.45 }) +
      disc(spot, radius, '#d5cabb') +
      ring(spot, radius - 3, '#8f8577', 2) +
      cut(tag('circle', { cx: spot[0], cy: spot[1], r: radius - 12 }), inner ? fill(spot, radius - 12, inner) : '') +
      stroke(arc(spot, radius - 6, 3.4, 4.6), color.cream, 4)
    );
  };
  const spots: Point[] = [...range(6).map((i) => polar(center, 222, (i / 6) * TURN - 0.4)), center];
  const spoon = group(
    { transform: 'rotate(38 1080 330)' },
    rect(1066, 60, 22, 330, '#b9ae9e', { rx: 11 }),
    oval([1077, 452], 60, 84, '#cfc4b4'),
    oval([1077, 456], 46, 68, '#e0a02c'),
    oval([1068, 440], 26, 40, '#f4c35d'),
  );
  const cloth = many(26, (i) => rect(0, i * 28, 1280, 13, i % 6 === 0 ? '#8a3f2a' : '#33231b'));
  return picture(
    '#2b1d16',
    cloth,
    disc([574, 388], 352, color.ink, { opacity: 0.5 }),
    disc(center, 350, '#bdb2a2'),
    ring(center, 342, '#efe6d8', 4),
    disc(center, 330, '#8d8375'),
    disc(center, 326, '#a1968a'),
    spots.map(bowl).join(''),
    spoon,
  );
}

/** A loaf, scored like an ear of wheat. */
function loaf(): string {
  const random = randomFrom(17);
  const cloth = many(22, (i) =>
    stroke(
      smooth(range(8).map((k): Point => [k * 190 - 20, i * 36 - 12 + Math.sin(k + i * 0.4) * 5])),
      i % 2 ? '#3a4a50' : '#34434a',
      12,
    ),
  );
  const outline = smooth(
    range(40).map((i): Point => {
      const angle = (i / 40) * TURN;
      return [
        Math.cos(angle) * 470 * (1 + 0.014 * Math.sin(i * 2.1)),
        Math.sin(angle) * 246 * (1 + 0.02 * Math.sin(i * 1.4)),
      ];
    }),
    true,
  );
  const leaf = (x: number, side: number) => {
    const size = 118 - Math.abs(x) * 0.1;
    return group(
      { transform: `translate(${x} ${side * 16}) rotate(${side * 52})` },
      shape(`M0 0Q${size * 0.5} ${-size * 0.34} ${size * 1.35} 0Q${size * 0.5} ${size * 0.34} 0 0Z`, '#8d5528'),
      shape(`M6 0Q${size * 0.5} ${-size * 0.2} ${size * 1.2} 0Q${size * 0.5} ${size * 0.2} 6 0Z`, '#f0d7a4'),
      stroke(`M10 0L${size * 1.05} 0`, '#d4a866', 3),
    );
  };
  const ears = many(7, (i) => leaf(-330 + i * 92, -1) + leaf(-330 + i * 92, 1));
  const crust = many(150, () => {
    const spot = polar([0, 0], Math.sqrt(random()), random() * TURN);
    return disc([spot[0] * 455, spot[1] * 236], 1.5 + random() * 4, random() > 0.5 ? '#c98d4d' : '#7f491f', {
      opacity: 0.6,
    });
  });
  const flour = many(320, () => {
    const spread = random() ** 0.6 * 1.5;
    const angle = random() * TURN;
    return disc(
      [640 + Math.cos(angle) * 560 * spread, 372 + Math.sin(angle) * 330 * spread],
      0.8 + random() ** 3 * 4,
      color.cream,
      { opacity: 0.35 + random() * 0.55 },
    );
  });
  return picture(
    '#2c3a40',
    cloth,
    group(
      { transform: 'translate(640 366) rotate(-14)' },
      shape(outline, '#171e21', { transform: 'translate(14 26)', opacity: 0.55 }),
      shape(outline, '#9d5f2b'),
      cut(
        shape(outline, '#000'),
        oval([-40, -50], 440, 196, '#b57437'),
        oval([-60, -76], 380, 150, '#c4843f'),
        crust,
        stroke('M-400 0L420 0', '#8d5528', 12),
        ears,
      ),
      stroke(outline, '#6d3d1a', 5),
    ),
    flour,
  );
}

/** A bowl of noodles. */
function noodles(): string {
  const random = randomFrom(51);
  const center: Point = [660, 368];
  const strand = (spot: Point, radius: number, i: number) => {
    const from = random() * TURN;
    const long = 2.4 + random() * 2.6;
    const points = range(24).map((k) => polar(spot, radius + Math.sin(k * 0.5 + i) * 4, from + (k / 23) * long));
    return (
      stroke(smooth(points), '#96642c', 13) +
      stroke(smooth(points), i % 3 === 0 ? '#f7dc9c' : i % 3 === 1 ? '#eec678' : '#e3b25c', 9)
    );
  };
  const nests = (
    [
      [560, 420, 15],
      [770, 440, 12],
      [660, 300, 13],
    ] as const
  )
    .map(([x, y, count]) => many(count, (i) => strand([x, y], 24 + (count - i) * 12, i)))
    .join('');
  const egg = group(
    { transform: 'translate(792 262) rotate(20)' },
    oval([4, 8], 92, 72, color.ink, { opacity: 0.3 }),
    oval([0, 0], 92, 72, color.cream),
    oval([-6, 2], 50, 42, color.amber),
    oval([-10, -3], 38, 31, color.marigold),
  );
  const onion = many(15, (i) => {
    const spot = polar([548, 286], 22 + random() * 96, random() * TURN);
    return hoop(spot, 15, 13, i % 2 ? '#7f9a4e' : '#a9bf6e', 6, {
      transform: `rotate(${i * 37} ${spot[0].toFixed(1)} ${spot[1].toFixed(1)})`,
    });
  });
  const nori = group(
    { transform: 'rotate(-14 470 360)' },
    rect(352, 250, 92, 172, '#1d2a22', { rx: 4 }),
    many(6, (i) => rect(356, 262 + i * 27, 84, 3, '#2c3d31')),
  );
  const sticks = group(
    { transform: 'rotate(24 1010 360)' },
    rect(968, -160, 17, 760, '#d9a45e', { rx: 8 }),
    rect(1006, -170, 17, 760, '#b97f3d', { rx: 8 }),
    rect(968, -160, 17, 150, color.rust, { rx: 8 }),
    rect(1006, -170, 17, 150, color.rust, { rx: 8 }),
  );
  return picture(
    '#4c2419',
    disc([672, 386], 336, '#2a120c'),
    disc(center, 330, '#1f2f3b'),
    ring(center, 322, '#34505f', 6),
    many(24, (i) => stroke(arc(center, 306, (i / 24) * TURN, ((i + 0.55) / 24) * TURN), color.cream, 7)),
    disc(center, 286, '#a8622a'),
    cut(
      tag('circle', { cx: center[0], cy: center[1], r: 286 }),
      disc([640, 350], 270, '#bb7533'),
      many(34, () =>
        disc(polar(center, 200 + random() * 80, random() * TURN), 4 + random() * 10, '#d79a4b', { opacity: 0.8 }),
      ),
      nori,
      nests,
      onion,
      egg,
    ),
    sticks,
  );
}

export const kitchen = { spices, loaf, noodles };
