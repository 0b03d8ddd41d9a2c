import { MonitorUp } from 'lucide-react';
import { type Answers } from '../../lib/api';
import { Button, ButtonLink } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { PayeeNotice, type PayeeNow } from '../security/PayeeWords';
import { WalletSignIn } from '../security/WalletSignIn';
import { withoutScreenWords } from './studio-words';
import { type StudioInUse } from './useStudio';

/** What stands in the way, what it means for viewers and for money, and what to do. */
export function StudioNotices({
  studio: inUse,
  stream,
  payee,
}: {
  studio: StudioInUse;
  stream: Answers['streams']['forEdit'];
  payee: PayeeNow;
}) {
  const { studio, show, devices, sources } = inUse;
  const { at, problem } = show;
  const unpayable = at === 'off' && stream.ratePerSecond > 0n && !payee.wallet;
  const shareAgain = async () => {
    await sources.shareScreen();
    // It was all that went out: the stream goes on with it.
    if (at === 'off' && show.state.status === 'live' && sources.snapshot.tracks.screen) await studio.goLive();
  };
  return (
    <div className="flex flex-col gap-4 empty:hidden">
      {devices.withheld && (
        <Notice tone="warning" title="This page cannot use your camera.">
          {devices.withheld}
        </Notice>
      )}
      {devices.problems.map(({ device, title, advice }) => (
        <Notice
          key={device}
          tone="warning"
          title={title}
          action={
            device !== 'screen' && (
              <Button size="small" onClick={() => void sources.choose(device, devices.choice[device] ?? '')}>
                Try again
              </Button>
            )
          }
        >
          {advice}
        </Notice>
      ))}
      {devices.screenMissing && at !== 'elsewhere' && (
        <Notice
          tone="warning"
          title="Your screen is not shared any more."
          action={
            <>
              <Button size="small" busy={devices.busy === 'screen'} onClick={() => void shareAgain()}>
                <MonitorUp aria-hidden="true" className="size-4" />
                Share it again
              </Button>
              <Button size="small" variant="quiet" onClick={() => sources.stopScreen()}>
                Go on without it
              </Button>
            </>
          }
        >
          {withoutScreenWords(inUse)}
        </Notice>
      )}
      {at === 'off' && stream.ratePerSecond > 0n && <PayeeNotice payee={payee} />}
      {unpayable && (
        <Notice title="Link a wallet before you go live." action={<WalletSignIn purpose="link" />}>
          This stream has a price, and what viewers pay is owed to a wallet of yours. Or make it free: set the price to
          0.
        </Notice>
      )}
      {at === 'mending' && (
        <Notice tone="warning" title="Your connection is being mended.">
          Viewers see that nothing comes from you, and nobody pays meanwhile. It goes on by itself. If it takes longer
          than a minute, the stream ends.
        </Notice>
      )}
      {at === 'elsewhere' && (
        <Notice tone="warning" title="You are live from another page.">
          This page has stopped and sends nothing. The stream goes on there.
        </Notice>
      )}
      {at === 'onAir' && !show.flowing && show.health && (
        <Notice tone="warning" title="Nothing goes out.">
          Viewers see a still picture, and nobody pays. Turn on your camera, your microphone or your screen.
        </Notice>
      )}
      {problem && !(unpayable && problem.code === 'payeeMissing') && (
        <div role="alert">
          <Notice
            tone="warning"
            title={problem.message}
            action={
              problem.code === 'alreadyLive' && (
                <ButtonLink to="/dashboard?show=live" size="small">
                  See what is live
                </ButtonLink>
              )
            }
          />
        </div>
      )}
    </div>
  );
}
