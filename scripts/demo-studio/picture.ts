import { DIGITS, drawText, textWidth } from './digits';
import { writeLine } from './letters';

/** Small and slow on purpose: encoding it leaves the machine to the person who tries things out. */
export const WIDTH = 640;
export const HEIGHT = 360;
export const FRAMES_A_SECOND = 12;

const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 };
const RADIUS = 132;
const THICKNESS = 11;
const TITLE_TOP = 20;
const AMBER = { r: 240, g: 173, b: 62 };
const PALE = 222;

interface Colour {
  r: number;
  g: number;
  b: number;
}

/**
 * A point of the ring in one plane: where, how much of it the ring covers, and when in a second it
 * is reached (0 to 1).
 */
interface RingPoint {
  at: number;
  cover: number;
  turn: number;
}

/** Draws pictures of one stream. */
export interface Picture {
  /** The I420 planes of the picture at this moment; the same memory each time. */
  draw(at: Date): Uint8Array;
}

/**
 * A clock in the stream's own colour, with the ring of the site that fills once a second. `hue` is
 * in degrees; the title stands below, as far as its letters go.
 */
export function createPicture(hue: number, title = ''): Picture {
  const background = makeBackground(hue);
  writeLine(background, WIDTH, TITLE_TOP, title, PALE);
  const planes = new Uint8Array(background.length);
  const luma = WIDTH * HEIGHT;
  const quarter = luma / 4;
  const [ring, chromaRing] = [ringPoints(1), ringPoints(2)];
  const [y, u, v] = toYuv(AMBER);

  return {
    draw(at) {
      planes.set(background);
      const turn = (at.getTime() % 1_000) / 1_000;
      fill(planes, 0, ring, turn, y);
      fill(planes, luma, chromaRing, turn, u);
      fill(planes, luma + quarter, chromaRing, turn, v);
      const text = [at.getHours(), at.getMinutes(), at.getSeconds()]
        .map((part) => String(part).padStart(2, '0'))
        .join(':');
      const corner = { x: Math.round(CENTRE.x - textWidth(text) / 2), y: Math.round(CENTRE.y - DIGITS.height / 2) };
      drawText(planes, WIDTH, corner, text, PALE);
      return planes;
    },
  };
}

function fill(planes: Uint8Array, offset: number, points: RingPoint[], turn: number, value: number): void {
  for (const point of points) {
    if (point.turn > turn) continue;
    const index = offset + point.at;
    planes[index] = Math.round((planes[index] ?? 0) * (1 - point.cover) + value * point.cover);
  }
}

/** The ring's points in a plane that is `scale` times smaller than the picture. */
function ringPoints(scale: number): RingPoint[] {
  const points: RingPoint[] = [];
  const width = WIDTH / scale;
  for (let row = 0; row < HEIGHT / scale; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [dx, dy] = [(column + 0.5) * scale - CENTRE.x, (row + 0.5) * scale - CENTRE.y];
      const cover = ringCover(Math.hypot(dx, dy));
      const turn = (Math.atan2(dx, -dy) / (2 * Math.PI) + 1) % 1;
      if (cover > 0) points.push({ at: row * width + column, cover, turn });
    }
  }
  return points;
}

const ringCover = (distance: number) => Math.min(1, Math.max(0, THICKNESS / 2 + 0.5 - Math.abs(distance - RADIUS)));

/**
 * Dark at the edges, with a little light of the stream's colour behind the clock, and the ring's
 * bed.
 */
function makeBackground(hue: number): Uint8Array {
  const planes = new Uint8Array((WIDTH * HEIGHT * 3) / 2);
  const luma = WIDTH * HEIGHT;
  for (let row = 0; row < HEIGHT; row += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const [dx, dy] = [column + 0.5 - CENTRE.x, row + 0.5 - CENTRE.y];
      const light = Math.max(0, 1 - Math.hypot(dx, dy * 1.3) / 420) ** 1.6;
      const bed = 0.09 * ringCover(Math.hypot(dx, dy));
      const [y, u, v] = toYuv(fromHsl(hue, 0.5, 0.07 + 0.22 * light + bed));
      planes[row * WIDTH + column] = Math.round(y + ((row + column) % 2) * 0.5);
      if (row % 2 || column % 2) continue;
      const at = (row / 2) * (WIDTH / 2) + column / 2;
      planes[luma + at] = Math.round(u);
      planes[luma + luma / 4 + at] = Math.round(v);
    }
  }
  return planes;
}

function fromHsl(hue: number, saturation: number, lightness: number): Colour {
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return { r: part(0), g: part(8), b: part(4) };
}

/** The same picture in red, green and blue. */
export function toRgb(planes: Uint8Array): Uint8Array {
  const luma = WIDTH * HEIGHT;
  const rgb = new Uint8ClampedArray(luma * 3);
  for (let at = 0; at < luma; at += 1) {
    const chroma = luma + Math.floor(at / WIDTH / 2) * (WIDTH / 2) + Math.floor((at % WIDTH) / 2);
    const y = 1.164 * ((planes[at] ?? 0) - 16);
    const u = (planes[chroma] ?? 0) - 128;
    const v = (planes[chroma + luma / 4] ?? 0) - 128;
    rgb.set([y + 1.596 * v, y - 0.392 * u - 0.813 * v, y + 2.017 * u], at * 3);
  }
  return new Uint8Array(rgb.buffer);
}

/** BT.601 in the narrow range, as WebRTC takes it. */
function toYuv({ r, g, b }: Colour): [y: number, u: number, v: number] {
  return [
    16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255,
    128 + (-37.797 * r - 74.203 * g + 112 * b) / 255,
    128 + (112 * r - 93.786 * g - 18.214 * b) / 255,
  ];
}
