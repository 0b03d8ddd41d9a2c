import { createHash } from 'node:crypto';
import { networkOf } from '../../limits/network';

/** How a viewing names the network that it came from: enough to count, and no address. */
export function networkName(ipAddress: string): string {
  return hashed('network', networkOf(ipAddress));
}

/** Likewise the device, where one is told. */
export function deviceName(device: string | null): string {
  return device === null ? '' : hashed('device', device);
}

function hashed(side: 'network' | 'device', value: string): string {
  return createHash('sha256').update(`viewing\n${side}\n${value}`).digest('hex').slice(0, 32);
}
