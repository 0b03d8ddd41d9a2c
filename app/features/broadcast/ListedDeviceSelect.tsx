import { useMediaDeviceSelect } from '@livekit/components-react';
import { DeviceSelect, type DeviceSelectProps } from './DeviceSelect';

export interface ListedDeviceSelectProps extends Omit<DeviceSelectProps, 'options'> {
  kind: 'videoinput' | 'audioinput';
}

/**
 * The devices of a kind as LiveKit lists them: anew when one is plugged in, and when the first is
 * allowed, which tells their names.
 */
export function ListedDeviceSelect({ kind, ...select }: ListedDeviceSelectProps) {
  // LiveKit opens a device for its name unless one is open already: before, nobody may be asked.
  const { devices } = useMediaDeviceSelect({ kind, requestPermissions: select.value !== null });
  return <DeviceSelect {...select} options={devices.filter(({ deviceId }) => deviceId !== '')} />;
}
