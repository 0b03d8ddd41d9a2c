import {
  arc,
  color,
  cut,
  disc,
  group,
  line,
  many,
  mix,
  n,
  open,
  picture,
  polar,
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

/** Six strings over the rosette of a soundhole; one of them sounds. */
function strings(): string {
  const hole: Point = [820, 380];
  const grain = many(46, (i) => {
    const y = i * 18 - 40;
    return stroke(
      smooth(range(9).map((k): Point => [k * 170 - 40, y + Math.sin(k * 0.9 + i * 0.13) * 9 + k * 3])),
      i % 3 ? '#8f5f32' : '#85562c',
      i % 4 ? 1 : 2.2,
    );
  });
  const inlay = many(72, (i) => {
    const [a, b, c] = [
      polar(hole, 262, (i / 72) * TURN),
      polar(hole, 262, ((i + 1) / 72) * TURN),
      polar(hole, 292, ((i + 0.5) / 72) * TURN),
    ];
    return shape(`${open([a, b, c])}Z`, i % 2 ? color.marigold : color.cream);
  });
  const rosette = [
    ring(hole, 318, color.bark, 7),
    ring(hole, 277, color.soot, 44),
    inlay,
    ring(hole, 303, color.marigold, 2.5),
    ring(hole, 250, color.cream, 3),
    ring(hole, 238, color.bark, 10),
    disc(hole, 222, color.ink),
    stroke(arc(hole, 212, 2.2, 4.2), color.umber, 3),
  ];
  const string = (i: number) => {
    const [from, to]: [Point, Point] = [
      [-40, 250 + i * 62],
      [1320, 180 + i * 62],
    ];
    if (i === 2) {
      const wave = (height: number) =>
        `M${from.map(n).join(' ')}Q640 ${n((from[1] + to[1]) / 2 - height)} ${to.map(n).join(' ')}`;
      return [-56, -40, -24, -8, 8, 24, 40, 56]
        .map((h) =>
          stroke(wave(h), color.marigold, Math.abs(h) > 50 ? 4 : 1.5, { opacity: Math.abs(h) > 50 ? 1 : 0.55 }),
        )
        .join('');
    }
    const shade: Point[] = [
      [from[0], from[1] + 16],
      [to[0], to[1] + 16],
    ];
    return (
      stroke(open(shade), color.ink, 3, { opacity: 0.35 }) +
      stroke(line(from, to), i > 2 ? color.linen : color.cream, 1.6 + i * 0.75)
    );
  };
  return picture('#996736', grain, ...rosette, many(6, string));
}

/** The head of a mridangam from above; the stroke goes out in rings. */
function drum(): string {
  const center: Point = [470, 400];
  const ripples = many(9, (i) =>
    ring(center, 480 + i * 62, color.marigold, Math.max(0.8, 5 - i * 0.55), { opacity: 0.95 - i * 0.1 }),
  );
  const straps = many(48, (i) => {
    const [from, to] = [polar(center, 372, (i / 48) * TURN), polar(center, 446, ((i + 0.5) / 48) * TURN)];
    const back = polar(center, 372, ((i + 1) / 48) * TURN);
    return stroke(open([from, to, back]), color.honey, 7);
  });
  const braid = many(96, (i) => {
    const angle = (i / 96) * TURN;
    return stroke(
      line(polar(center, 350, angle), polar(center, 384, angle + 0.06)),
      i % 2 ? color.clay : color.rust,
      13,
      { strokeLinecap: 'butt' },
    );
  });
  const paste = many(9, (i) => ring(center, 28 + i * 15, i % 2 ? '#2b211a' : '#221a14', 4));
  return picture(
    '#461f17',
    ripples,
    disc(center, 462, color.rust),
    disc(center, 446, '#5a2a1c'),
    straps,
    disc(center, 372, color.linen),
    braid,
    disc(center, 342, color.cream),
    ring(center, 300, color.linen, 84),
    ring(center, 258, color.sand, 2),
    disc(center, 168, color.ink),
    paste,
    disc([430, 350], 26, color.umber, { opacity: 0.5 }),
  );
}

/** How a raga moves: one voice, its ornaments, and its echoes on the lines of the scale. */
function voice(): string {
  const line = (shift: number, swing: number): Point[] =>
    range(131).map((i) => {
      const t = i / 130;
      const steps = 380 - 150 * Math.sin(t * 5.1 + 0.4) - 70 * Math.sin(t * 11.3) + shift;
      const trembling = Math.max(0, Math.sin(t * 9.4 - 0.8)) ** 2;
      return [i * 10 - 10, steps + trembling * swing * Math.sin(i * 0.95)];
    });
  const scale = many(8, (i) => rect(0, 82 + i * 80, 1280, i % 4 === 0 ? 2.5 : 1, '#6c4355'));
  const echoes = range(11)
    .reverse()
    .map((i) =>
      stroke(smooth(line((i + 1) * 21, 22 - i * 1.6)), i % 2 ? '#8c4a50' : '#a3584f', 2.6 - i * 0.15, {
        opacity: 1 - i * 0.085,
      }),
    )
    .join('');
  const main = line(0, 25);
  const onsets = [9, 31, 55, 76, 99, 119]
    .map((i) => disc(main[i] ?? [0, 0], 13, color.cream) + ring(main[i] ?? [0, 0], 22, color.cream, 2))
    .join('');
  return picture(
    color.plum,
    disc([980, 250], 190, color.wine),
    scale,
    echoes,
    stroke(smooth(main), color.marigold, 9),
    onsets,
  );
}

/** A keyboard from the player's seat, one key down. */
function keys(): string {
  const vanish: Point = [640, -900];
  const project = (x: number, y: number): Point => [mix(x, vanish[0], (y - 720) / (vanish[1] - 720)), y];
  const key = (from: number, to: number, top: number, bottom: number, fill: string) =>
    shape(`${open([project(from, top), project(to, top), project(to, bottom), project(from, bottom)])}Z`, fill);
  const width = 128;
  const white = many(13, (i) => {
    const x = i * width - 192;
    const down = i === 7;
    return (
      key(x + 3, x + width - 3, 230, down ? 694 : 668, down ? color.marigold : i % 2 ? color.cream : '#efe1ca') +
      key(x + 3, x + width - 3, down ? 694 : 668, 700, down ? color.amber : color.sand)
    );
  });
  const black = many(13, (i) => {
    if ([2, 6].includes(i % 7)) return '';
    const x = (i + 1) * width - 192;
    return key(x - 37, x + 37, 230, 494, color.ink) + key(x - 28, x + 28, 230, 462, '#33281f');
  });
  const felt = rect(0, 206, 1280, 26, color.clay);
  const hammers = many(29, (i) =>
    rect(i * 46 - 6, 70 + 40 * Math.sin(i * 0.35), 8, 140, i === 17 ? color.marigold : color.umber),
  );
  const strings = many(58, (i) => rect(i * 23, 0, 1.5, 120 + 40 * Math.sin(i * 0.175), color.walnut));
  return picture(
    color.soot,
    strings,
    hammers,
    felt,
    cut(
      tag('rect', { x: 0, y: 232, width: 1280, height: 488 }),
      group({}, rect(0, 232, 1280, 488, color.ink), white, black),
    ),
  );
}

export const music = { strings, drum, voice, keys };
