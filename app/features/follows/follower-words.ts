import { msg, plural } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { count } from '../../lib/format';

/** "1 follower", "12.8K followers". */
export function followerWords(followers: number, i18n: I18n): string {
  const shown = count(followers, i18n);
  return i18n._(msg`${plural(followers, { one: `${shown} follower`, other: `${shown} followers` })}`);
}
