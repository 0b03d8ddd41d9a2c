import {
  color,
  disc,
  many,
  mix,
  picture,
  polar,
  randomFrom,
  range,
  rect,
  shape,
  smooth,
  stroke,
  TURN,
  type Point,
} from './draw';

/** A marsh at first light, cranes leaving. */
function marsh(): string {
  const random = randomFrom(37);
  const bird = (x: number, y: number, size: number, lift: number) =>
    shape(
      `M${x} ${y}Q${x - size * 0.5} ${y - size * lift} ${x - size * 1.2} ${y - size * 0.22}Q${x - size * 0.5} ${y - size * (lift - 0.32)} ${x - size * 0.1} ${y + size * 0.12}L${x - size * 0.62} ${y + size * 0.42}L${x + size * 0.06} ${y + size * 0.24}L${x + size * 0.74} ${y + size * 0.02}L${x + size * 0.2} ${y}Q${x + size * 0.5} ${y - size * lift * 1.1} ${x + size * 1.16} ${y - size * 0.5}Q${x + size * 0.42} ${y - size * (lift + 0.1)} ${x} ${y}Z`,
      '#241a16',
    );
  const birds = (
    [
      [420, 190, 60, 0.7],
      [560, 140, 50, 0.5],
      [520, 258, 44, 0.62],
      [300, 128, 40, 0.5],
      [690, 210, 36, 0.66],
      [230, 240, 30, 0.5],
    ] as const
  )
    .map(([x, y, size, lift]) => bird(x, y, size, lift))
    .join('');
  const water = many(34, (i) => {
    const y = 452 + i * 8.4;
    const wide = 210 - i * 2 + random() * 90;
    return rect(830 - wide / 2 + (random() - 0.5) * 60, y, wide, 4.4, i % 3 ? '#e8a552' : color.cream, {
      rx: 2,
      opacity: 0.9 - i * 0.017,
    });
  });
  const shore = (y: number, fill: string, seed: number, height: number) => {
    const pick = randomFrom(seed);
    return shape(
      `M0 ${y}${range(65)
        .map((i) => `L${i * 20} ${(y - pick() * height - height * 0.3 * Math.sin(i * 0.2)).toFixed(1)}`)
        .join('')}L1280 ${y + 14}L0 ${y + 14}Z`,
      fill,
    );
  };
  const reeds = many(92, (i) => {
    const x = random() ** 1.4 * 620 * (i % 3 ? 1 : 0) + (i % 3 ? -30 : 1010 + random() * 300);
    const height = 130 + random() * 300;
    const bend = (random() - 0.4) * 70;
    const tip: Point = [x + bend, 720 - height];
    return (
      stroke(
        `M${x.toFixed(1)} 726Q${x.toFixed(1)} ${(720 - height * 0.6).toFixed(1)} ${tip[0].toFixed(1)} ${tip[1].toFixed(1)}`,
        random() > 0.3 ? '#1b1411' : '#3a261c',
        3 + random() * 3,
      ) +
      (random() > 0.55
        ? `<ellipse cx="${tip[0].toFixed(1)}" cy="${tip[1].toFixed(1)}" rx="6" ry="26" fill="#5f3a22" transform="rotate(${(bend * 0.3).toFixed(0)} ${tip[0].toFixed(1)} ${tip[1].toFixed(1)})"/>`
        : '')
    );
  });
  return picture(
    '#d98b4a',
    rect(0, 0, 1280, 130, '#b9683f'),
    rect(0, 130, 1280, 110, '#c97a45'),
    disc([830, 372], 128, color.cream),
    shore(432, '#8a4e36', 2, 16),
    shore(448, '#5c3429', 5, 10),
    rect(0, 446, 1280, 274, '#7d4a35'),
    water,
    birds,
    reeds,
  );
}

/** A map of heights, and the way up. */
function contours(): string {
  const loops = (center: Point, count: number, step: number, seed: number, tint: (i: number) => string) => {
    const random = randomFrom(seed);
    const waves = range(5).map((k) => ({
      height: (0.2 / (k + 1.2)) * (0.5 + random()),
      phase: random() * TURN,
      times: k + 1,
    }));
    return range(count)
      .reverse()
      .map((i) => {
        const points = range(56).map((k): Point => {
          const angle = (k / 56) * TURN;
          const wobble = waves.reduce(
            (sum, wave) => sum + wave.height * Math.sin(wave.times * angle + wave.phase + i * 0.035),
            1,
          );
          return polar(center, (i + 0.7) * step * wobble, angle);
        });
        return shape(smooth(points, true), tint(i), {
          stroke: i % 5 === 0 ? '#d9c08f' : '#8f9468',
          strokeWidth: i % 5 === 0 ? 3 : 1.3,
        });
      })
      .join('');
  };
  const ramp = ['#c9a45c', '#a99a57', '#8a8a4d', '#727a46', '#5d6a40', '#4b5a3a', '#3d4c34', '#33412f', '#2b382a'];
  const tint = (i: number) => ramp[Math.min(ramp.length - 1, Math.floor(i / 2.2))] ?? '';
  const trail: Point[] = [
    [-20, 610],
    [120, 640],
    [250, 560],
    [330, 600],
    [430, 520],
    [520, 540],
    [560, 440],
    [660, 450],
    [690, 360],
    [770, 372],
    [800, 300],
    [842, 282],
  ];
  const lake = smooth(
    range(12).map((i) => polar([300, 190], 84 * (1 + 0.22 * Math.sin(i * 2.2)), (i / 12) * TURN)),
    true,
  );
  return picture(
    '#2b382a',
    loops([846, 280], 24, 33, 6, tint),
    shape(lake, '#29454f', { stroke: '#7fa0a3', strokeWidth: 2 }),
    shape(lake, 'none', {
      stroke: '#4c737a',
      strokeWidth: 2,
      transform: 'translate(300 190) scale(.7) translate(-300 -190)',
    }),
    stroke(smooth(trail), '#2a1c10', 13),
    stroke(smooth(trail), color.marigold, 7, { strokeDasharray: '2 16' }),
    disc([120, 640], 15, color.cream),
    disc([120, 640], 7, '#2a1c10'),
    disc([846, 280], 20, color.marigold),
    shape('M846 280v-74l58 22l-58 22Z', color.clay),
    rect(843, 204, 6, 78, color.cream),
  );
}

/** Tall trees in mist. */
function forest(): string {
  const layers: [string, number, number, number][] = [
    ['#a9a37c', 17, 22, 4],
    ['#7f8560', 13, 32, 8],
    ['#586247', 8, 44, 15],
    ['#343f30', 5, 64, 23],
    ['#171d17', 3, 104, 42],
  ];
  const trees = layers.map(([fill, count, width], layer) => {
    const random = randomFrom(layer * 7 + 2);
    return many(count, (i) => {
      const x = ((i + 0.15 + random() * 0.7) / count) * 1380 - 50;
      const lean = (random() - 0.5) * 30;
      const w = width * (0.7 + random() * 0.5);
      const branches = many(layer < 3 ? 4 : 0, (k) => {
        const y = 60 + k * 120 + random() * 80;
        const side = random() > 0.5 ? 1 : -1;
        return stroke(
          `M${x + lean * (1 - y / 720)} ${y}q${side * w} ${-w * 0.3} ${side * w * (1.5 + random())} ${-w * 1.1}`,
          fill,
          Math.max(2, w * 0.13),
        );
      });
      return (
        shape(
          `M${x - w * 0.4 + lean} -10L${x + w * 0.4 + lean} -10L${x + w * 0.52} 660Q${x + w * 0.6} 712 ${x + w * 1.1} 730L${x - w * 1.1} 730Q${x - w * 0.6} 712 ${x - w * 0.52} 660Z`,
          fill,
        ) + branches
      );
    });
  });
  const ferns = many(30, (i) => {
    const x = i * 46 - 20;
    return many(5, (k) =>
      stroke(
        `M${x} 730q${(k - 2) * 22} -50 ${(k - 2) * 46} ${-34 - (2 - Math.abs(k - 2)) * 26 - mix(0, 24, ((i * 7919) % 10) / 10)}`,
        i % 3 ? '#0f140f' : '#222b1f',
        6,
      ),
    );
  });
  return picture('#d8c795', disc([700, 270], 230, '#e9d79f'), disc([700, 270], 168, color.cream), ...trees, ferns);
}

export const outdoors = { marsh, contours, forest };
