import { type Joined } from '../server/viewing/types';
import { type BrowserMedia, type MediaView } from './browser-media';
import { type Client } from './client';
import { type Amount } from './money';
import { type H160 } from './voucher';
import { type WatchSnapshot } from './watching';

/** What a player needs to know. When the stream or the site changes it leaves the one and joins the other. */
export interface TickStreamOptions {
  streamId: string;
  /** The site, such as https://vilokanam.example; in its own pages it is left out. */
  site?: string;
  /** A client that the page has already, instead of one for `site`. */
  client?: Client;
  /** Whose purse pays; without it the server chooses. */
  wallet?: H160;
  /** What this viewing may cost in all. */
  limit?: Amount | null;
  /** Begin to pay as soon as something is due. Otherwise `pay` is waited for. */
  payAtOnce?: boolean;
  /** False: nothing is joined yet. */
  enabled?: boolean;
}

/** A stream that is being watched, as a component uses it. The functions stay the same for as long as the component lives. */
export interface TickStream {
  snapshot: WatchSnapshot;
  joined: Joined | null;
  /** For `show`, `startSound`, `setVolume` and `setQuality`. */
  media: BrowserMedia;
  view: MediaView;
  pay(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  setLimit(limit: Amount | null): Promise<void>;
  leave(): Promise<void>;
  /** Joins anew: after it was over, replaced or refused, or when what was needed is there. */
  again(): void;
}

/** Joins a stream in the browser and follows it; on the server it shows that nothing is there yet. */
export declare function useTickStream(options: TickStreamOptions): TickStream;

export interface TickPlayerProps extends TickStreamOptions {
  className?: string;
}

/** A bare player: picture, sound, what it costs, and the few buttons that are needed. */
export declare function TickPlayer(props: TickPlayerProps): React.JSX.Element;
