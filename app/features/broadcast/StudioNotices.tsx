import { Trans, useLingui } from '@lingui/react/macro';
import { MonitorUp } from 'lucide-react';
import { type Answers } from '../../lib/api';
import { useSay } from '../../lib/texts';
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
  const { t, i18n } = useLingui();
  const say = useSay();
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
        <Notice tone="warning" title={t`This page cannot use your camera.`}>
          {say(devices.withheld)}
        </Notice>
      )}
      {devices.problems.map(({ device, title, advice }) => (
        <Notice
          key={device}
          tone="warning"
          title={say(title)}
          action={
            device !== 'screen' && (
              <Button size="small" onClick={() => void sources.choose(device, devices.choice[device] ?? '')}>
                <Trans>Try again</Trans>
              </Button>
            )
          }
        >
          {say(advice)}
        </Notice>
      ))}
      {devices.screenMissing && at !== 'elsewhere' && (
        <Notice
          tone="warning"
          title={t`Your screen is not shared any more.`}
          action={
            <>
              <Button size="small" busy={devices.busy === 'screen'} onClick={() => void shareAgain()}>
                <MonitorUp aria-hidden="true" className="size-4" />
                <Trans>Share it again</Trans>
              </Button>
              <Button size="small" variant="quiet" onClick={() => sources.stopScreen()}>
                <Trans>Go on without it</Trans>
              </Button>
            </>
          }
        >
          {withoutScreenWords(inUse, i18n)}
        </Notice>
      )}
      {at === 'off' && stream.ratePerSecond > 0n && <PayeeNotice payee={payee} />}
      {unpayable && (
        <Notice title={t`Link a wallet before you go live.`} action={<WalletSignIn purpose="link" />}>
          <Trans>
            This stream has a price, and what viewers pay is owed to a wallet of yours. Or make it free: set the price
            to 0.
          </Trans>
        </Notice>
      )}
      {at === 'mending' && (
        <Notice tone="warning" title={t`Your connection is being mended.`}>
          <Trans>
            Viewers see that nothing comes from you, and nobody pays meanwhile. It goes on by itself. If it takes longer
            than a minute, the stream ends.
          </Trans>
        </Notice>
      )}
      {at === 'elsewhere' && (
        <Notice tone="warning" title={t`You are live from another page.`}>
          <Trans>This page has stopped and sends nothing. The stream goes on there.</Trans>
        </Notice>
      )}
      {at === 'onAir' && !show.flowing && show.health && (
        <Notice tone="warning" title={t`Nothing goes out.`}>
          <Trans>
            Viewers see a still picture, and nobody pays. Turn on your camera, your microphone or your screen.
          </Trans>
        </Notice>
      )}
      {problem && !(unpayable && problem.code === 'payeeMissing') && (
        <div role="alert">
          <Notice
            tone="warning"
            title={say(problem.message)}
            action={
              problem.code === 'alreadyLive' && (
                <ButtonLink to="/dashboard?show=live" size="small">
                  <Trans>See what is live</Trans>
                </ButtonLink>
              )
            }
          />
        </div>
      )}
    </div>
  );
}
