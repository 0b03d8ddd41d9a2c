/** "2.5": a part of a whole, with the digits that matter. */
export function percentText(basisPoints: number): string {
  return (basisPoints / 100).toFixed(2).replace(/\.?0+$/, '');
}

/** What the platform keeps of each second, in a sentence. */
export function feeWords(basisPoints: number): string {
  if (basisPoints === 0) return 'Everything that viewers pay is yours.';
  return `The platform keeps ${percentText(basisPoints)} % when seconds are settled on the chain; the rest is yours.`;
}
