import { type ReactNode } from 'react';
import { useLocation } from '@remix-run/react';
import { type WatchSnapshot } from '../../../sdk/snapshot';
import { type StreamDetail } from '../../lib/api';
import { signInPath } from '../../lib/safe-next';
import { Button, ButtonLink } from '../../ui/Button';
import { SecondHand } from '../../ui/SecondHand';
import { type SceneStep, type SceneWords } from './scene-words';

export interface SceneActions {
  watch(): void;
  resume(): void;
  again(): void;
  raiseLimit(): void;
  stand(): void;
  leaveLine(): void;
  /** Goes on in what was recorded, from where one stopped. */
  behind(): void;
}

/** What lies over the dimmed poster: what happened, what it means for money, what can be done. */
export function SceneCard({
  words: { title, text, steps, busy = false },
  stream,
  actions,
  wallet,
  children,
}: {
  words: SceneWords;
  stream: StreamDetail;
  actions: SceneActions;
  /** The wallet that is spoken of. */
  wallet: WatchSnapshot['wallet'];
  /** What it cost, where that is worth saying. */
  children?: ReactNode;
}) {
  return (
    // Dark in both themes: it lies on a picture.
    <div
      data-theme="dark"
      className="z-1 flex flex-col items-center justify-center gap-1 bg-scrim px-5 py-6 text-center text-on-picture sm:p-8"
    >
      <p className="flex items-center gap-3 text-base font-medium text-balance sm:text-xl sm:display">
        {busy && <SecondHand running className="size-5" />}
        {title}
      </p>
      {text && <p className="max-w-[44ch] text-sm text-balance text-soft sm:text-base">{text}</p>}
      {children}
      {steps.length > 0 && (
        <div className="mt-3 flex flex-wrap justify-center gap-2 sm:mt-4 sm:gap-3">
          {steps.map((step, index) => (
            <Step key={step.label} {...{ step, stream, actions, wallet }} main={index === 0} />
          ))}
        </div>
      )}
    </div>
  );
}

/** One step as a button or a link. */
export function Step({
  step,
  main,
  stream,
  actions,
  wallet,
  size = 'medium',
}: {
  step: SceneStep;
  main: boolean;
  stream: StreamDetail;
  actions: SceneActions;
  wallet: WatchSnapshot['wallet'];
  size?: 'small' | 'medium';
}) {
  const { pathname } = useLocation();
  const variant = main ? 'primary' : 'plain';
  if ('do' in step) {
    return (
      <Button
        variant={variant}
        size={size}
        onClick={actions[step.do]}
        data-main-step={main || undefined}
        className="tabular-nums"
      >
        {step.label}
      </Button>
    );
  }
  const which = wallet && !wallet.only ? `&wallet=${encodeURIComponent(wallet.address)}` : '';
  const purse = `/wallet?next=${encodeURIComponent(pathname)}${which}`;
  const places: Record<typeof step.go, string> = {
    signIn: signInPath(pathname),
    signUp: signInPath(pathname, '/sign-up'),
    wallet: purse,
    topUp: `${purse}&do=topUp`,
    home: '/',
    creator: `/@${stream.creator.handle}`,
  };
  return (
    <ButtonLink to={places[step.go]} variant={variant} size={size}>
      {step.label}
    </ButtonLink>
  );
}
