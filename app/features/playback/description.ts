import { type Answers } from '../../lib/api';

/** What a player shows of a video before it is opened. */
export type VideoDescription = Answers['playback']['describe'];
