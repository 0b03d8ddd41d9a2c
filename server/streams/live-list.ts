import { listedFor } from '../access/visibility';
import { cachedFor } from '../cached-for';
import { type Deps } from '../deps';
import { cardOf, cardSelect, type StreamCard } from './cards';

type Reading = Pick<Deps, 'db' | 'clock'>;

/** A live stream, with what lists are ordered by. */
export interface LiveStream extends StreamCard {
  featured: boolean;
  payingViewers: number;
  viewerNetworks: number;
}

/** What is live for everybody to see. */
export interface Live {
  /** The featured ones first, then by who pays and from how many networks people come. */
  top: LiveStream[];
  /** Another one whenever a stream begins or ends. */
  version: string;
}

/** Counts move once a second; a list need not be newer. */
const GOOD_FOR_MS = 1_000;
const TOP = 60;

/**
 * The list of what is live: read once for all who look within a second, and anew at once when a
 * stream of this process begins or ends.
 */
export class LiveList {
  #ask: (() => Promise<Live>) | null = null;

  read(deps: Reading): Promise<Live> {
    this.#ask ??= cachedFor(deps, GOOD_FOR_MS, () => readLive(deps));
    return this.#ask();
  }

  /** What was read is no longer so. */
  forget(): void {
    this.#ask = null;
  }
}

async function readLive({ db }: Reading): Promise<Live> {
  const where = { AND: [listedFor(null), { status: 'live' as const }] };
  const [rows, { _count: all, _max: newest }] = await Promise.all([
    db.stream.findMany({
      where,
      select: { ...cardSelect, featured: true, payingViewers: true, viewerNetworks: true },
      orderBy: [{ featured: 'desc' }, { payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
      take: TOP,
    }),
    db.stream.aggregate({ where, _count: true, _max: { startedAt: true } }),
  ]);
  const top = rows.map(({ featured, payingViewers, viewerNetworks, ...card }) => ({
    ...cardOf(card),
    featured,
    payingViewers,
    viewerNetworks,
  }));
  return { top, version: `${all}-${newest.startedAt?.getTime() ?? 0}` };
}
