import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { readAppeals, type AppealLine } from './appeals';
import { readHeld, type HeldLine } from './held';
import { readModerated, readModerators } from './moderators';
import { findChannel, requireKeeper } from './people';
import { readReports, type ReportLine } from './reports';
import { readRestrictions, type RestrictionLine } from './restrict';
import { readRules, type Rules } from './rules';
import { readWatched } from './watched';
import { type Watched } from './words';

/** A channel as those see it who keep order in it. */
export interface Overview {
  channel: Person;
  isCreator: boolean;
  moderators: Person[];
  /** The channels of others in which whoever looks keeps order. */
  alsoModerates: Person[];
  restrictions: RestrictionLine[];
  rules: Rules;
  words: Watched[];
  held: HeldLine[];
  reports: ReportLine[];
  /** Answered by the creator alone. */
  appeals: AppealLine[];
}

/** Of one's own channel (null), or of another by its creator's handle. */
export async function readOverview(
  deps: Pick<Deps, 'db' | 'clock'>,
  actorId: AccountId,
  handle: string | null,
): Promise<Overview> {
  const { db } = deps;
  const channelId = handle === null ? actorId : await findChannel(db, handle);
  const { isCreator } = await requireKeeper(db, channelId, actorId);
  const [channel, moderators, alsoModerates, restrictions, rules, words, held, reports, appeals] = await Promise.all([
    db.account.findUniqueOrThrow({ where: { id: channelId }, select: personSelect }),
    readModerators(deps, channelId),
    readModerated(deps, actorId),
    readRestrictions(deps, channelId),
    readRules(deps, channelId),
    readWatched(deps, channelId),
    readHeld(deps, channelId),
    readReports(deps, channelId, actorId),
    isCreator ? readAppeals(deps, channelId) : [],
  ]);
  return {
    channel: personOf(channel),
    isCreator,
    moderators,
    alsoModerates,
    restrictions,
    rules,
    words,
    held,
    reports,
    appeals,
  };
}
