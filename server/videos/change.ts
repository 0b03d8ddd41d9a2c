import { says } from '../../texts/says';
import { type AudienceInput, type VideoInput } from '../../schemas/videos';
import { type Amount, amount } from '../../sdk/money';
import { record } from '../audit/record';
import { requireWholePlancks } from '../chain/money';
import { type Tx } from '../deps';
import { DomainError } from '../errors';
import { type StreamVisibility, type VideoStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { preventDeletion } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { amountOf, stored } from '../money';
import { refuseVoiceOfSite } from '../names/imitation';
import { payeeOf } from '../security/payee';
import { keepPassword, type PricedStore } from '../streams/store';
import { type EndDeps, endViewingsOf } from '../viewing/end';
import { closeDoor, openDoor } from './door';
import { holdOwn } from './own';

type ChangeDeps = PricedStore & EndDeps;
/** For whom a video is; null: as its stream is. */
type Door = StreamVisibility | null;

/** Changes a video of one's own. Whoever pays for it by another price than before joins anew. */
export async function changeVideo(
  deps: ChangeDeps,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
  { password, visibility, ratePerSecond, ...said }: VideoInput,
): Promise<void> {
  await limit(deps, 'changeVideo', origin, creatorId);
  const hash = visibility === 'password' && password !== null ? await deps.passwords.hash(password) : null;
  const reprice = await deps.db.$transaction(async (tx) => {
    await preventDeletion(tx, creatorId);
    const video = await holdOwn(tx, creatorId, id);
    const before = await tx.stream.findUniqueOrThrow({
      where: { id },
      select: { title: true, coverUrl: true, visibility: true },
    });
    const category = await tx.category.count({ where: { slug: said.categorySlug } });
    if (category === 0) throw new DomainError('unknownCategory');
    if (before.title !== said.title) await refuseVoiceOfSite(tx, said.title);
    const reprice = await setPrice(tx, deps, creatorId, id, ratePerSecond);
    if (visibility === 'password') await keepPassword(tx, deps, id, hash);
    // nobody is shown anything of what is for adults before they come in
    const uncover = said.mature && before.coverUrl !== null && before.coverUrl === video.posterUrl;
    await tx.stream.update({
      where: { id },
      data: {
        ...said,
        visibility: video.status === 'ready' ? visibility : undefined,
        coverUrl: uncover ? null : undefined,
      },
    });
    await tx.video.update({ where: { streamId: id }, data: { opensAs: visibility } });
    await record(tx, deps, { actorId: creatorId, action: 'video.changed', subject: `stream:${id}` });
    return reprice;
  });
  if (reprice) await endViewingsOf(deps, id, 'streamEnded');
}

/**
 * For whom a video is, and for what, in one word. A price alone opens nothing that was closed to
 * more people than its stream was.
 */
export async function setAudience(
  deps: ChangeDeps,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
  input: AudienceInput,
): Promise<void> {
  await limit(deps, 'changeVideo', origin, creatorId);
  const reprice = await deps.db.$transaction(async (tx) => {
    await preventDeletion(tx, creatorId);
    const video = await holdOwn(tx, creatorId, id);
    const source = await sourceOf(tx, video.sourceId);
    const price = priceOf(input, source?.ratePerSecond ?? null);
    const reprice = price !== null && (await setPrice(tx, deps, creatorId, id, price));
    const door = doorFor(input, await doorOf(tx, id, video), source !== null);
    await tx.video.update({ where: { streamId: id }, data: { opensAs: door } });
    if (video.status === 'ready') {
      if (input.audience === 'nobody') await closeDoor(tx, id);
      else await openDoor(tx, deps, { ...video, opensAs: door });
    }
    const detail = { audience: input.audience };
    await record(tx, deps, { actorId: creatorId, action: 'video.changed', subject: `stream:${id}`, detail });
    return reprice;
  });
  if (reprice || input.audience === 'nobody') await endViewingsOf(deps, id, 'streamEnded');
}

function priceOf(input: AudienceInput, ofSource: Amount | null): Amount | null {
  switch (input.audience) {
    case 'own':
      return input.ratePerSecond;
    case 'free':
      return amount(0n);
    case 'asStream':
      if (ofSource === null) throw new DomainError('noSourceStream');
      return ofSource;
    case 'followers':
    case 'nobody':
      return null;
  }
}

async function sourceOf(tx: Tx, id: string | null): Promise<{ ratePerSecond: Amount } | null> {
  const source = id && (await tx.stream.findUnique({ where: { id }, select: { ratePerSecond: true } }));
  return source ? { ratePerSecond: amountOf(source.ratePerSecond) } : null;
}

/**
 * For whom it is from now on; null: as its stream is. A price alone leaves the door as it is, but
 * for what nobody was to see.
 */
function doorFor({ audience }: AudienceInput, now: Door, hasSource: boolean): Door {
  switch (audience) {
    case 'nobody':
      return 'private';
    case 'followers':
      return 'followers';
    case 'asStream':
      return null;
    case 'own':
    case 'free':
      if (now !== null && now !== 'private') return now;
      return hasSource ? null : 'public';
  }
}

async function doorOf(
  tx: Tx,
  id: StreamId,
  { status, opensAs }: { status: VideoStatus; opensAs: Door },
): Promise<Door> {
  if (status !== 'ready') return opensAs;
  const { visibility } = await tx.stream.findUniqueOrThrow({ where: { id }, select: { visibility: true } });
  return visibility;
}

/**
 * Sets the price of a held video; whether it is another one. Whom it pays was decided when it was
 * made; one that was free and of somebody without a wallet is decided with its first price.
 */
async function setPrice(
  tx: Tx,
  deps: PricedStore,
  creatorId: AccountId,
  id: StreamId,
  value: Amount,
): Promise<boolean> {
  const { payee, ratePerSecond } = await tx.stream.findUniqueOrThrow({
    where: { id },
    select: { payee: true, ratePerSecond: true },
  });
  if (amountOf(ratePerSecond) === value) return false;
  await requireWholePlancks(deps, { value, field: 'ratePerSecond', name: says('That price a second', {}) });
  const paid = payee ?? (await payeeOf(tx, creatorId))?.h160 ?? null;
  if (value > 0n && !paid) throw new DomainError('payeeMissing');
  await tx.stream.update({ where: { id }, data: { ratePerSecond: stored(value), payee: paid } });
  return true;
}
