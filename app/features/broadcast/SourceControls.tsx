import { Mic, MicOff, MonitorUp, MonitorX } from 'lucide-react';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Field';
import { type DeviceOption } from './capture';
import { LevelMeter } from './LevelMeter';
import { type Sources, type SourcesSnapshot } from './sources';

const NONE = 'none';

/** Which camera and microphone, whether the screen, whether it is muted: before and while it is live. */
export function SourceControls({ sources, devices }: { sources: Sources; devices: SourcesSnapshot }) {
  const { choice, options, tracks, muted, busy, screens } = devices;
  const choose = (device: 'camera' | 'microphone') => (value: string) =>
    void sources.choose(device, value === NONE ? null : value);
  const MuteIcon = muted ? MicOff : Mic;
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <DeviceSelect
        label="Camera"
        none="No camera"
        value={tracks.camera ? choice.camera : null}
        options={options.camera}
        busy={busy === 'camera'}
        onChange={choose('camera')}
      />
      <div className="flex flex-col gap-2.5">
        <DeviceSelect
          label="Microphone"
          none="No microphone"
          value={tracks.microphone ? choice.microphone : null}
          options={options.microphone}
          busy={busy === 'microphone'}
          onChange={choose('microphone')}
        />
        <LevelMeter track={tracks.microphone} muted={muted} />
      </div>
      <div className="flex flex-wrap gap-3 sm:col-span-2">
        <Button aria-pressed={muted} disabled={!tracks.microphone} onClick={() => sources.mute(!muted)}>
          <MuteIcon aria-hidden="true" className="size-4" />
          {muted ? 'Unmute' : 'Mute'}
        </Button>
        {tracks.screen ? (
          <Button onClick={() => sources.stopScreen()}>
            <MonitorX aria-hidden="true" className="size-4" />
            Stop sharing the screen
          </Button>
        ) : (
          screens && (
            <Button busy={busy === 'screen'} onClick={() => void sources.shareScreen()}>
              <MonitorUp aria-hidden="true" className="size-4" />
              Share your screen
            </Button>
          )
        )}
      </div>
    </div>
  );
}

function DeviceSelect({
  label,
  none,
  value,
  options,
  busy,
  onChange,
}: {
  label: string;
  none: string;
  value: string | null;
  options: DeviceOption[];
  busy: boolean;
  onChange: (value: string) => void;
}) {
  const known = value === null || options.some(({ id }) => id === value);
  return (
    <Select
      label={label}
      value={value ?? NONE}
      aria-busy={busy}
      onChange={(event) => !busy && onChange(event.target.value)}
    >
      {!known && <option value={value}>The one that is on</option>}
      {options.map(({ id, label: name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      <option value={NONE}>{none}</option>
    </Select>
  );
}
