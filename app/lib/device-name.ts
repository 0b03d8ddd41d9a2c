import { msg } from '@lingui/core/macro';
import { type I18n } from '../../texts/i18n';

const BROWSERS: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/HeadlessChrome\/|Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];

/** A browser's own description as its owner would say it: "Firefox on Windows". */
export function deviceName(userAgent: string, i18n: I18n): string {
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  if (browser && system) return i18n._(msg`${browser} on ${system}`);
  if (browser ?? system) return browser ?? system ?? '';
  const [program = ''] = userAgent.split(/[/ ]/);
  return /^\w/.test(userAgent) ? i18n._(msg`${program} (a program)`) : i18n._(msg`Unknown device`);
}
