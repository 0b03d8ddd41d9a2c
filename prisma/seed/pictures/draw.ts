// The little that the pictures are drawn with: numbers, points and SVG text. No library: the output
// is the point.

import { chanceFrom } from '../random';

/** The palette of the dark side: warm ink, marigold, and a few quiet earths beside them. */
export const color = {
  ink: '#14100c',
  soot: '#1c1611',
  bark: '#281f18',
  umber: '#3a2d22',
  walnut: '#5a432f',
  wood: '#a9743f',
  honey: '#d19a52',
  marigold: '#f2ae3c',
  amber: '#c98427',
  cream: '#f5ead7',
  linen: '#e2d0b1',
  sand: '#c4a880',
  clay: '#b5603c',
  rust: '#7c3a25',
  rose: '#cf9480',
  plum: '#3a2434',
  wine: '#5c2f3c',
  night: '#121a25',
  dusk: '#223447',
  slate: '#3f5a6b',
  teal: '#4d8078',
  moss: '#737d47',
  fern: '#39462e',
} as const;

export type Point = [x: number, y: number];

/** Numbers between 0 and 1 that are the same in every run. */
export const randomFrom = (seed: number): (() => number) => chanceFrom(seed).next;

/** One decimal is finer than anybody sees. */
export const n = (value: number) => String(Math.round(value * 10) / 10);
export const range = (count: number) => Array.from({ length: count }, (_, index) => index);
export const many = (count: number, draw: (index: number) => string) => range(count).map(draw).join('');
export const mix = (from: number, to: number, part: number) => from + (to - from) * part;
export const polar = ([x, y]: Point, radius: number, angle: number): Point => [
  x + radius * Math.cos(angle),
  y + radius * Math.sin(angle),
];
export const TURN = Math.PI * 2;

type Attributes = Record<string, string | number | undefined>;
const attributes = (values: Attributes) =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${typeof value === 'number' ? n(value) : value}"`,
    )
    .join('');

export const tag = (name: string, values: Attributes, inner?: string) =>
  inner === undefined ? `<${name}${attributes(values)}/>` : `<${name}${attributes(values)}>${inner}</${name}>`;
export const group = (values: Attributes, ...inner: string[]) => tag('g', values, inner.join(''));
export const rect = (x: number, y: number, width: number, height: number, fill: string, more: Attributes = {}) =>
  tag('rect', { x, y, width, height, fill, ...more });
export const disc = ([cx, cy]: Point, r: number, fill: string, more: Attributes = {}) =>
  tag('circle', { cx, cy, r, fill, ...more });
export const ring = ([cx, cy]: Point, r: number, stroke: string, strokeWidth: number, more: Attributes = {}) =>
  tag('circle', { cx, cy, r, fill: 'none', stroke, strokeWidth, ...more });
export const oval = ([cx, cy]: Point, rx: number, ry: number, fill: string, more: Attributes = {}) =>
  tag('ellipse', { cx, cy, rx, ry, fill, ...more });
export const hoop = (
  [cx, cy]: Point,
  rx: number,
  ry: number,
  stroke: string,
  strokeWidth: number,
  more: Attributes = {},
) => tag('ellipse', { cx, cy, rx, ry, fill: 'none', stroke, strokeWidth, ...more });
export const shape = (d: string, fill: string, more: Attributes = {}) => tag('path', { d, fill, ...more });
export const stroke = (d: string, color: string, strokeWidth: number, more: Attributes = {}) =>
  tag('path', {
    d,
    fill: 'none',
    stroke: color,
    strokeWidth,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
    ...more,
  });

export const at = ([x, y]: Point) => `${n(x)} ${n(y)}`;
export const open = (points: Point[]) => `M${points.map(at).join('L')}`;
export const closed = (points: Point[]) => `${open(points)}Z`;
export const line = (from: Point, to: Point) => open([from, to]);

/** A smooth line through all points (Catmull-Rom as cubic curves). */
export function smooth(points: Point[], loop = false): string {
  const count = points.length;
  const point = (index: number): Point =>
    (loop ? points[(index + count) % count] : points[Math.max(0, Math.min(count - 1, index))]) ?? [0, 0];
  const curves = range(loop ? count : count - 1).map((index) => {
    const [before, from, to, after] = [point(index - 1), point(index), point(index + 1), point(index + 2)];
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    return `C${at(first)} ${at(second)} ${at(to)}`;
  });
  return `M${at(point(0))}${curves.join('')}${loop ? 'Z' : ''}`;
}

/** A part of a circle, clockwise from one angle to another. */
export function arc(center: Point, radius: number, from: number, to: number): string {
  const far = to - from > Math.PI ? 1 : 0;
  return `M${at(polar(center, radius, from))}A${n(radius)} ${n(radius)} 0 ${far} 1 ${at(polar(center, radius, to))}`;
}

/** Everything drawn inside is cut to the outline. */
let clips = 0;
export function cut(outline: string, ...inner: string[]): string {
  const id = `c${(clips += 1)}`;
  return `<clipPath id="${id}">${outline}</clipPath>${group({ clipPath: `url(#${id})` }, ...inner)}`;
}

/** A picture of 1280 by 720. */
export function picture(background: string, ...inner: string[]): string {
  return canvas(1280, 720, rect(0, 0, 1280, 720, background), ...inner);
}
export function canvas(width: number, height: number, ...inner: string[]): string {
  clips = 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${inner.join('')}</svg>\n`;
}
