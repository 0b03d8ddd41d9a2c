/** What the platform keeps of each second, in a sentence. */
export function feeWords(basisPoints: number): string {
  if (basisPoints === 0) return 'Everything that viewers pay is yours.';
  const percent = (basisPoints / 100).toFixed(2).replace(/\.?0+$/, '');
  return `The platform keeps ${percent} % when seconds are settled on the chain; the rest is yours.`;
}
