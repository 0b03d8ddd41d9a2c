import { percentText } from '../../../schemas/sharing';

/** What the platform keeps of each second, in a sentence. */
export function feeWords(basisPoints: number): string {
  if (basisPoints === 0) return 'Everything that viewers pay is yours.';
  return `The platform keeps ${percentText(basisPoints)} % when seconds are settled on the chain; the rest is yours.`;
}
