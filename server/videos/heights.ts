import { type Deps } from '../deps';

/** A video's own size, and the smaller ones that were made of it. */
interface Sizes {
  width: number;
  height: number;
  heights: readonly number[];
}

/** The smaller sizes that are still to be made: by their short sides, the largest first. */
export function missingHeights(
  { packager, config }: Pick<Deps, 'packager' | 'config'>,
  { width, height, heights }: Sizes,
): number[] {
  if (!packager.usesFfmpeg) return [];
  const isMissing = (one: number) => one < Math.min(width, height) && !heights.includes(one);
  return config.videos.heights.filter(isMissing).sort((a, b) => b - a);
}
