import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';

/** What a program calls itself, as people call it: "OBS-Studio/31.0" is OBS 31.0. */
export function programName(software: string, i18n: I18n): string {
  const obs = /^Mozilla\/5\.0 \(OBS-Studio\/([\d.]+)|^OBS-Studio\/([\d.]+)/.exec(software);
  if (obs) return ['OBS', obs[1] ?? obs[2]].join(' ');
  // by RTMP every program calls itself so; behind it some say who they are
  if (/^FMLE\/[^]*Lavf/.test(software)) return 'ffmpeg';
  if (/^FMLE\//.test(software)) return i18n._(msg`a program by RTMP`);
  if (/^Mozilla\//.test(software)) return i18n._(msg`a browser`);
  return /^[\w .-]{1,40}/.exec(software)?.[0] ?? i18n._(msg`a program`);
}
