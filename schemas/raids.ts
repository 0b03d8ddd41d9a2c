import { says } from '../texts/says';
import { cleanLine } from './text';

/** What a creator says to viewers who are sent on; may be left out. */
export const RAID_WORD_MAX = 140;
export const raidWord = cleanLine(0, RAID_WORD_MAX, says('Use at most {most} characters.', { most: RAID_WORD_MAX }));
