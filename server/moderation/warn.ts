import { WARNINGS, type Warning } from '../../schemas/moderation';
import { asValue } from '../../texts/says';
import { record } from '../audit/record';
import { type Deps, type Origin } from '../deps';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { findPerson, requireKeeper, requirePowerOver, type Meant } from './people';
import { tell } from './tell';

/** Says one of the ready sentences to somebody, kindly and to them alone. */
export async function warn(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  { meant, warning }: { meant: Meant; warning: Warning },
): Promise<void> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  const accountId = await findPerson(deps.db, meant);
  await requirePowerOver(deps.db, keeper, accountId);
  const text = WARNINGS[warning];
  await deps.db.$transaction(async (tx) => {
    const subject = `channel:${channelId}` as const;
    await record(tx, deps, {
      actorId,
      action: 'moderation.warned',
      subject,
      detail: { person: accountId, reason: text },
    });
    const deed = deps.clock.now().toISOString();
    await tell(tx, deps, accountId, deed, { what: 'warned', channelId, text: asValue(text) });
  });
}
