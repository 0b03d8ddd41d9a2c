import { Trans } from '@lingui/react/macro';
import { Select } from '../../ui/Field';

const NONE = 'none';

export interface DeviceSelectProps {
  label: string;
  /** What its absence is called. */
  none: string;
  value: string | null;
  options: readonly { deviceId: string; label: string }[];
  busy: boolean;
  onChoose: (id: string | null) => void;
}

/** One of several devices of a kind, or none. */
export function DeviceSelect({ label, none, value, options, busy, onChoose }: DeviceSelectProps) {
  const known = value === null || options.some(({ deviceId }) => deviceId === value);
  return (
    <Select
      label={label}
      value={value ?? NONE}
      aria-busy={busy}
      onChange={({ target }) => !busy && onChoose(target.value === NONE ? null : target.value)}
    >
      {!known && (
        <option value={value}>
          <Trans>The one that is on</Trans>
        </option>
      )}
      {options.map(({ deviceId, label: name }, index) => (
        <option key={deviceId} value={deviceId}>
          {name || `${label} ${index + 1}`}
        </option>
      ))}
      <option value={NONE}>{none}</option>
    </Select>
  );
}
