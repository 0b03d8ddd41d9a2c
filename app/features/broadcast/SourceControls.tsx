import { Trans, useLingui } from '@lingui/react/macro';
import { Mic, MicOff, MonitorUp, MonitorX } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button } from '../../ui/Button';
import { DeviceSelect } from './DeviceSelect';
import { LevelMeter } from './LevelMeter';
import { type ListedDeviceSelectProps } from './ListedDeviceSelect';
import { type Sources, type SourcesSnapshot } from './sources';

/**
 * Which camera and microphone, whether the screen, whether it is muted: before and while it is
 * live.
 */
export function SourceControls({ sources, devices }: { sources: Sources; devices: SourcesSnapshot }) {
  const { t } = useLingui();
  const { opened, choice, tracks, muted, busy, screens } = devices;
  const MuteIcon = muted ? MicOff : Mic;
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <DeviceChoice
        opened={opened}
        kind="videoinput"
        label={t`Camera`}
        none={t`No camera`}
        value={tracks.camera ? choice.camera : null}
        busy={busy === 'camera'}
        onChoose={(id) => void sources.choose('camera', id)}
      />
      <div className="flex flex-col gap-2.5">
        <DeviceChoice
          opened={opened}
          kind="audioinput"
          label={t`Microphone`}
          none={t`No microphone`}
          value={tracks.microphone ? choice.microphone : null}
          busy={busy === 'microphone'}
          onChoose={(id) => void sources.choose('microphone', id)}
        />
        <LevelMeter track={tracks.microphone} muted={muted} />
      </div>
      <div className="flex flex-wrap gap-3 sm:col-span-2">
        <Button aria-pressed={muted} disabled={!tracks.microphone} onClick={() => sources.mute(!muted)}>
          <MuteIcon aria-hidden="true" className="size-4" />
          {muted ? t`Unmute` : t`Mute`}
        </Button>
        {tracks.screen ? (
          <Button onClick={() => sources.stopScreen()}>
            <MonitorX aria-hidden="true" className="size-4" />
            <Trans>Stop sharing the screen</Trans>
          </Button>
        ) : (
          screens && (
            <Button busy={busy === 'screen'} onClick={() => void sources.shareScreen()}>
              <MonitorUp aria-hidden="true" className="size-4" />
              <Trans>Share your screen</Trans>
            </Button>
          )
        )}
      </div>
    </div>
  );
}

/**
 * A choice that comes with LiveKit's library, which going live needs anyway. Before devices are
 * turned on there is nothing to list.
 */
const ListedDeviceSelect = lazy(() =>
  import('./ListedDeviceSelect').then(({ ListedDeviceSelect: component }) => ({ default: component })),
);

function DeviceChoice({ opened, ...select }: ListedDeviceSelectProps & { opened: boolean }) {
  const unlisted = <DeviceSelect {...select} options={[]} />;
  if (!opened) return unlisted;
  return (
    <Suspense fallback={unlisted}>
      <ListedDeviceSelect {...select} />
    </Suspense>
  );
}
