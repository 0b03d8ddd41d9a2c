import { type PackagingFailure } from '../deps';

/** Why a video could not be made: its files cannot be packaged, or it was tried often enough. */
export type VideoFailure = PackagingFailure | 'gaveUp';
