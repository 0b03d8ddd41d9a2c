/** Figures of seven strokes, as a clock has them. */
export const DIGITS = { width: 24, height: 45, stroke: 5, gap: 8, colon: 10 } as const;

/**
 * Which strokes a figure has: top, upper right, lower right, bottom, lower left, upper left,
 * middle.
 */
const STROKES = [
  '1111110',
  '0110000',
  '1101101',
  '1111001',
  '0110011',
  '1011011',
  '1011111',
  '1110000',
  '1111111',
  '1111011',
];

interface Corner {
  x: number;
  y: number;
}

const widthOf = (character: string) => (character === ':' ? DIGITS.colon : DIGITS.width);

/** How wide a text of figures and colons is, in pixels. */
export function textWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + widthOf(character) + DIGITS.gap, -DIGITS.gap);
}

/** Writes figures and colons into a plane of light. */
export function drawText(plane: Uint8Array, rowLength: number, from: Corner, text: string, light: number): void {
  const { width, height, stroke } = DIGITS;
  const half = (height - stroke) / 2;
  const box = (x: number, y: number, w: number, h: number) => {
    for (let row = y; row < y + h; row += 1) plane.fill(light, row * rowLength + x, row * rowLength + x + w);
  };
  let { x } = from;
  const { y } = from;
  for (const character of text) {
    if (character === ':') {
      for (const part of [0.32, 0.68]) box(x + 2, Math.round(y + height * part - stroke / 2), stroke, stroke);
    } else {
      const places: [number, number, number, number][] = [
        [x + 2, y, width - 4, stroke],
        [x + width - stroke, y + 2, stroke, half],
        [x + width - stroke, y + half + stroke - 2, stroke, half],
        [x + 2, y + height - stroke, width - 4, stroke],
        [x, y + half + stroke - 2, stroke, half],
        [x, y + 2, stroke, half],
        [x + 2, y + half, width - 4, stroke],
      ];
      places.forEach((place, index) => STROKES[Number(character)]?.[index] === '1' && box(...place));
    }
    x += widthOf(character) + DIGITS.gap;
  }
}
