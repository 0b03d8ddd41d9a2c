import { lazy } from 'react';
import { type Past } from '../watch/past';

/** Comes with the player of what is live, which needs it soon. */
const Bar = lazy(() => import('./LiveBar').then(({ LiveBar: component }) => ({ default: component })));
/** Comes with the media library of videos. */
const Player = lazy(() => import('./RewindPlayer').then(({ RewindPlayer: component }) => ({ default: component })));

/** What plays the past of a stream that is live. */
export const PAST: Past = { Bar, Player };
