import { STAGE_TOPIC } from '../../schemas/stage-wire';
import { type Deps } from '../deps';
import { type StreamId } from '../ids';
import { sendHint } from '../messages/tell-room';
import { readStage } from './read';

type TellDeps = Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>;

/** Tells everybody in the room who is on stage now. */
export async function tellStage(deps: TellDeps, streamId: StreamId): Promise<void> {
  await sendHint(deps, streamId, STAGE_TOPIC, await readStage(deps, streamId));
}

/** Has one viewer's page look how far they have come. */
export async function tellGuest(deps: TellDeps, streamId: StreamId, seat: string): Promise<void> {
  await sendHint(deps, streamId, STAGE_TOPIC, await readStage(deps, streamId), [seat]);
}
