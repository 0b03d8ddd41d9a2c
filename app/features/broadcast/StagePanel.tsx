import { Hand, Mic, MicOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { MOST_GUESTS } from '../../../schemas/stage-wire';
import { type StageHands } from '../../lib/api';
import { type ApiClient, apiClient } from '../../lib/api-client';
import { plural } from '../../lib/format';
import { readRefusal } from '../../lib/page-refusal';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { Tile } from '../../ui/Tile';
import { useToast } from '../../ui/Toast';
import { type GuestPictures } from './guest-pictures';

type OneHand = StageHands['hands'][number];

/** Whose hand is up, who is invited, and the guests on stage, while the stream is live. */
export function StagePanel({ streamId, guests }: { streamId: string; guests: GuestPictures }) {
  const { stage, act } = useHands(streamId);
  const there = stage?.hands.filter(({ step }) => step === 'onStage') ?? [];
  const others = stage?.hands.filter(({ step }) => step !== 'onStage') ?? [];
  const taken = stage?.hands.filter(({ step }) => step !== 'raised').length ?? 0;
  return (
    <section aria-labelledby="stage" className="border-t pt-8">
      <h2 id="stage" className="text-lg font-medium">
        Guests on stage
      </h2>
      <p className="mt-1 text-sm text-soft">
        Viewers raise a hand, and you ask up to {MOST_GUESTS} of them on stage. Guests pay nothing while they are there.
      </p>
      {there.length > 0 && (
        <ul className="mt-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
          {there.map((guest) => (
            <li key={guest.id} className="min-w-0">
              <Tile name={guest.person.displayName} muted={guest.muted} className="aspect-video rounded-base">
                <GuestVideo guests={guests} guest={guest} />
              </Tile>
              <div className="mt-2 flex flex-wrap gap-2">
                <Button size="small" aria-pressed={guest.muted} onClick={() => act.mute(guest, !guest.muted)}>
                  {guest.muted ? (
                    <Mic aria-hidden="true" className="size-4" />
                  ) : (
                    <MicOff aria-hidden="true" className="size-4" />
                  )}
                  {guest.muted ? 'Unmute' : 'Mute'}
                  <span className="sr-only"> {guest.person.displayName}</span>
                </Button>
                <Button size="small" variant="dangerPlain" onClick={() => act.end(guest)}>
                  End<span className="sr-only"> the turn of {guest.person.displayName}</span>
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {!stage && <Skeleton className="mt-4 h-12 w-full" />}
      {stage && others.length === 0 && (
        <p className="mt-4 flex items-center gap-2 text-sm text-soft">
          <Hand aria-hidden="true" className="size-4" />
          No hand is up just now.
        </p>
      )}
      <ul aria-label="Raised hands" aria-live="polite" className="mt-4 divide-y">
        {others.map((hand) => (
          <li key={hand.id} className="flex flex-wrap items-center gap-3 py-2.5">
            <Avatar name={hand.person.displayName} handle={hand.person.handle} src={hand.person.avatarUrl} />
            <span className="min-w-0 grow text-sm">
              <bdi className="block truncate font-medium">{hand.person.displayName}</bdi>
              <span className="block truncate text-xs text-soft">
                {hand.step === 'invited' ? 'Invited, has not answered yet' : `@${hand.person.handle}`}
              </span>
            </span>
            {hand.step === 'raised' && (
              <Button size="small" disabled={taken >= MOST_GUESTS} onClick={() => act.invite(hand)}>
                Invite<span className="sr-only"> {hand.person.displayName}</span>
              </Button>
            )}
            <Button size="small" variant="quiet" onClick={() => act.end(hand)}>
              {hand.step === 'invited' ? 'Take back' : 'Not now'}
              <span className="sr-only"> {hand.person.displayName}</span>
            </Button>
          </li>
        ))}
      </ul>
      {stage && stage.more > 0 && <p className="text-sm text-soft">And {plural(stage.more, 'more hand')}.</p>}
    </section>
  );
}

function GuestVideo({ guests, guest: { seat, person } }: { guests: GuestPictures; guest: OneHand }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => (element.current ? guests.show(element.current, seat) : undefined), [guests, seat]);
  return (
    <video
      ref={element}
      muted
      playsInline
      autoPlay
      aria-label={`The camera of ${person.displayName}`}
      className="absolute inset-0 size-full object-cover"
    />
  );
}

/** The hands as the server tells them, and what the creator does about them. */
function useHands(streamId: string) {
  const [stage, setStage] = useState<StageHands | null>(null);
  const say = useToast();
  useEffect(() => {
    const following = apiClient().trpc.stage.follow.subscribe({ streamId }, { onData: setStage });
    return () => following.unsubscribe();
  }, [streamId]);
  const attempt = (work: (stage: ApiClient['trpc']['stage']) => Promise<unknown>) =>
    void work(apiClient().trpc.stage).catch((thrown: unknown) =>
      say({ message: readRefusal(thrown).message, tone: 'problem' }),
    );
  const act = {
    invite: ({ id }: OneHand) => attempt((stage) => stage.invite.mutate({ streamId, id })),
    end: ({ id }: OneHand) => attempt((stage) => stage.end.mutate({ streamId, id })),
    mute: ({ id }: OneHand, muted: boolean) => attempt((stage) => stage.mute.mutate({ streamId, id, muted })),
  };
  return { stage, act };
}
