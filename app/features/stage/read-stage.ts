import { type StageNow } from '../../../schemas/stage-wire';

/** What the server told the room of its stage; null where it is none of what this page knows. */
export function readStageNow(data: Uint8Array): StageNow | null {
  try {
    const sent = JSON.parse(new TextDecoder().decode(data)) as Partial<StageNow> | null;
    return typeof sent?.at === 'number' && Array.isArray(sent.guests) ? { at: sent.at, guests: sent.guests } : null;
  } catch {
    return null;
  }
}
