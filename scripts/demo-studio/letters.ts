/** Letters of five columns and seven rows; a column is a number whose lowest bit is its top. */
const GLYPHS: Record<string, string> = {
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e4149497a',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f020c027f',
  N: '7f0408107f',
  O: '3e4141413e',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '4261514946',
  '3': '2141454b31',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291e',
  '-': '0808080808',
  '.': '0060600000',
  ',': '0050300000',
  ':': '0036360000',
  "'": '0000070000',
};

const SCALE = 2;
const ADVANCE = 6 * SCALE;

/** A text as these letters can write it: what they do not have is left out. */
export function writable(text: string, room: number): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[’‘]/g, "'")
    .toUpperCase()
    .replace(/[^A-Z0-9\-.,:' ]/g, '')
    .replace(/ +/g, ' ')
    .trim();
  const most = Math.floor(room / ADVANCE);
  return plain.length <= most ? plain : `${plain.slice(0, most - 3).trimEnd()}...`;
}

/** So much at each side is left to what a player lays over the picture. */
const MARGIN = 110;

/** Writes one line into the middle of a plane of light, its top at `top`. */
export function writeLine(plane: Uint8Array, rowLength: number, top: number, text: string, light: number): void {
  const line = writable(text, rowLength - 2 * MARGIN);
  let left = Math.round((rowLength - line.length * ADVANCE) / 2);
  for (const letter of line) {
    const columns = GLYPHS[letter]?.match(/../g) ?? [];
    columns.forEach((column, at) => {
      const bits = Number.parseInt(column, 16);
      for (let row = 0; row < 7; row += 1)
        if (bits & (1 << row)) square(plane, rowLength, left + at * SCALE, top + row * SCALE, light);
    });
    left += ADVANCE;
  }
}

function square(plane: Uint8Array, rowLength: number, left: number, top: number, light: number): void {
  for (let row = top; row < top + SCALE; row += 1)
    plane.fill(light, row * rowLength + left, row * rowLength + left + SCALE);
}
