import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Hand, Mic, MicOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { MOST_GUESTS } from '../../../schemas/stage-wire';
import { type StageHands } from '../../lib/api';
import { type ApiClient, apiClient } from '../../lib/api-client';
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
  const { t } = useLingui();
  const { stage, act } = useHands(streamId);
  const there = stage?.hands.filter(({ step }) => step === 'onStage') ?? [];
  const others = stage?.hands.filter(({ step }) => step !== 'onStage') ?? [];
  const more = stage?.more ?? 0;
  const taken = stage?.hands.filter(({ step }) => step !== 'raised').length ?? 0;
  return (
    <section aria-labelledby="stage" className="border-t pt-8">
      <h2 id="stage" className="text-lg font-medium">
        <Trans>Guests on stage</Trans>
      </h2>
      <p className="mt-1 text-sm text-soft">
        <Trans>
          Viewers raise a hand, and you ask up to {MOST_GUESTS} of them on stage. Guests pay nothing while they are
          there.
        </Trans>
      </p>
      {there.length > 0 && (
        <ul className="mt-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
          {there.map((guest) => {
            const name = guest.person.displayName;
            return (
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
                    {guest.muted ? (
                      <Trans>
                        Unmute<span className="sr-only"> {name}</span>
                      </Trans>
                    ) : (
                      <Trans>
                        Mute<span className="sr-only"> {name}</span>
                      </Trans>
                    )}
                  </Button>
                  <Button size="small" variant="dangerPlain" onClick={() => act.end(guest)}>
                    <Trans>
                      End<span className="sr-only"> the turn of {name}</span>
                    </Trans>
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {!stage && <Skeleton className="mt-4 h-12 w-full" />}
      {stage && others.length === 0 && (
        <p className="mt-4 flex items-center gap-2 text-sm text-soft">
          <Hand aria-hidden="true" className="size-4" />
          <Trans>No hand is up just now.</Trans>
        </p>
      )}
      <ul aria-label={t`Raised hands`} aria-live="polite" className="mt-4 divide-y">
        {others.map((hand) => {
          const name = hand.person.displayName;
          return (
            <li key={hand.id} className="flex flex-wrap items-center gap-3 py-2.5">
              <Avatar name={hand.person.displayName} handle={hand.person.handle} src={hand.person.avatarUrl} />
              <span className="min-w-0 grow text-sm">
                <bdi className="block truncate font-medium">{hand.person.displayName}</bdi>
                <span className="block truncate text-xs text-soft">
                  {hand.step === 'invited' ? t`Invited, has not answered yet` : <bdi>@{hand.person.handle}</bdi>}
                </span>
              </span>
              {hand.step === 'raised' && (
                <Button size="small" disabled={taken >= MOST_GUESTS} onClick={() => act.invite(hand)}>
                  <Trans>
                    Invite<span className="sr-only"> {name}</span>
                  </Trans>
                </Button>
              )}
              <Button size="small" variant="quiet" onClick={() => act.end(hand)}>
                {hand.step === 'invited' ? (
                  <Trans>
                    Take back<span className="sr-only"> {name}</span>
                  </Trans>
                ) : (
                  <Trans>
                    Not now<span className="sr-only"> {name}</span>
                  </Trans>
                )}
              </Button>
            </li>
          );
        })}
      </ul>
      {more > 0 && (
        <p className="text-sm text-soft">
          <Plural value={more} one="And # more hand." other="And # more hands." />
        </p>
      )}
    </section>
  );
}

function GuestVideo({ guests, guest: { seat, person } }: { guests: GuestPictures; guest: OneHand }) {
  const { displayName } = person;
  const { t } = useLingui();
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => (element.current ? guests.show(element.current, seat) : undefined), [guests, seat]);
  return (
    <video
      ref={element}
      muted
      playsInline
      autoPlay
      aria-label={t`The camera of ${displayName}`}
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
