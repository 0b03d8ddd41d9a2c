import { useEffect, useRef } from 'react';
import { type Picture } from './browser-media';
import { shortAmount, withSymbol } from './money';
import { type TickStream, type TickStreamOptions, useTickStream } from './use-tick-stream';
import { type WatchSnapshot } from './snapshot';

export interface TickPlayerProps extends TickStreamOptions {
  className?: string;
}

/** A bare player: picture, sound, what it costs, and the few buttons that are needed. */
export function TickPlayer({ className, ...options }: TickPlayerProps) {
  const stream = useTickStream(options);
  const { snapshot, view, media } = stream;
  const main: Picture = view.pictures.includes('screen') ? 'screen' : 'camera';
  return (
    <div className={className}>
      <StreamPicture stream={stream} picture={main} />
      <p role="status">{sentenceFor(snapshot)}</p>
      {snapshot.seconds > 0n && (
        <p>
          {withSymbol(shortAmount(snapshot.amount), snapshot.money)}, {snapshot.seconds.toString()} s
        </p>
      )}
      {view.soundBlocked && <button onClick={() => void media.startSound()}>Turn on sound</button>}
      <Choices stream={stream} />
    </div>
  );
}

/** One picture of a stream, for as long as there is one. */
export function StreamPicture({ stream, picture }: { stream: Pick<TickStream, 'media'>; picture: Picture }) {
  const element = useRef<HTMLVideoElement>(null);
  const { media } = stream;
  useEffect(() => (element.current ? media.show(element.current, picture) : undefined), [media, picture]);
  return <video ref={element} autoPlay playsInline muted style={{ width: '100%', background: '#000' }} />;
}

function Choices({ stream: { snapshot, pay, pause, resume, rejoin } }: { stream: TickStream }) {
  const { phase, pays, needs, connection, rate, money } = snapshot;
  if (connection === 'closed') return <button onClick={rejoin}>Watch again</button>;
  if (!phase || phase.kind === 'free' || phase.kind === 'over') return null;
  if (needs) return null;
  if (!pays) {
    const price = rate && withSymbol(shortAmount(rate), money);
    return rate && <button onClick={() => void pay(rate)}>Watch for {price} a second</button>;
  }
  if (phase.kind === 'cut') return <button onClick={() => void resume()}>Go on</button>;
  return <button onClick={() => void pause()}>Pause</button>;
}

const CUT = {
  late: 'The picture stopped because no payment arrived. It comes back with the next second.',
  paused: 'Paused. Nothing is paid.',
  spendingLimit: 'Your limit for this stream is reached. Nothing more is paid.',
  outOfFunds: 'Your purse is empty. Top it up to go on.',
};
const OVER = {
  left: 'You have left.',
  connectionLost: 'The connection was lost.',
  replaced: 'You are watching this stream somewhere else.',
  spendingLimit: 'Your limit for this stream is reached. Nothing more is paid.',
  outOfFunds: 'Your purse is empty.',
  streamEnded: 'The stream has ended.',
  banned: 'You cannot watch this stream.',
  rekeyed: 'The key of your purse was changed. Joining again with the new one.',
};

/** What is going on, in a sentence. */
export function sentenceFor(snapshot: WatchSnapshot): string {
  const { connection, unreachable, phase, refused, needs, pays, silent, moving } = snapshot;
  if (refused) return refused.message;
  if (phase?.kind === 'over') return OVER[phase.why];
  if (unreachable) return 'Your network holds the picture back. Nothing is paid.';
  if (connection === 'joining' || !phase) return 'Joining.';
  if (connection === 'reconnecting') return 'Reconnecting. Nothing is paid for what you do not see.';
  if (silent) return 'The creator is not sending anything just now. Nothing is paid.';
  if (phase.kind === 'cut') return CUT[phase.why];
  if (phase.kind === 'preview') return 'Free preview.';
  if (phase.kind === 'onStage') return 'You are on stage. Nothing is paid.';
  if (phase.kind === 'free') return 'This stream is free.';
  if (needs) return 'This stream is paid by the second. Set up your purse on the site to watch it.';
  if (!pays) return 'This stream is paid by the second.';
  return moving ? 'Watching.' : 'Waiting for the picture.';
}
