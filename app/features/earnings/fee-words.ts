import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { percentText } from '../../../schemas/sharing';

/** What the platform keeps of each second, in a sentence. */
export function feeWords(basisPoints: number, i18n: I18n): string {
  if (basisPoints === 0) return i18n._(msg`Everything that viewers pay is yours.`);
  const percent = percentText(basisPoints);
  return i18n._(msg`The platform keeps ${percent} % when seconds are settled on the chain; the rest is yours.`);
}
