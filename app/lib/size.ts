import { msg } from '@lingui/core/macro';
import { type I18n } from '../../texts/i18n';

const KILO = 1_000;

/** How much a file weighs, as people say it: "840 KB", "1.2 GB". */
export function size(bytes: number | bigint, i18n: I18n): string {
  let left = Number(bytes);
  let step = 0;
  while (left >= KILO && step < 4) {
    left /= KILO;
    step += 1;
  }
  // 999.96 would be shown as 1,000
  if (step > 0 && step < 4 && Math.round(left) >= KILO) {
    left /= KILO;
    step += 1;
  }
  const amount = i18n.number(left, { maximumFractionDigits: step > 0 && left < 10 ? 1 : 0 });
  switch (step) {
    case 0:
      return i18n._(msg`${amount} bytes`);
    case 1:
      return i18n._(msg`${amount} KB`);
    case 2:
      return i18n._(msg`${amount} MB`);
    case 3:
      return i18n._(msg`${amount} GB`);
    default:
      return i18n._(msg`${amount} TB`);
  }
}
