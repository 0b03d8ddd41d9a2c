/** Small pictures of a video in one file, in rows from left to right. */
export interface Strip {
  everyMs: number;
  columns: number;
  width: number;
  height: number;
  count: number;
}

/** Where in the file a picture lies, and how large the file is, in pixels. */
export interface Tile {
  x: number;
  y: number;
  sheetWidth: number;
  sheetHeight: number;
}

/** The picture of a moment: the last one that was taken by then; null where there is none. */
export function tileAt({ everyMs, columns, width, height, count }: Strip, ms: number): Tile | null {
  if (count < 1 || columns < 1 || everyMs <= 0) return null;
  const at = Math.min(count - 1, Math.max(0, Math.floor(ms / everyMs)));
  return {
    x: (at % columns) * width,
    y: Math.floor(at / columns) * height,
    sheetWidth: Math.min(columns, count) * width,
    sheetHeight: Math.ceil(count / columns) * height,
  };
}
