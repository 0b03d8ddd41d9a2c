import { describe, expect, it } from 'vitest';
import { deviceProblem, devicesWithheld } from './device-problem';

const thrown = (name: string, message = '') => Object.assign(new Error(message), { name });

describe('what is wrong with a device', () => {
  it.each([
    ['camera', thrown('NotAllowedError', 'Permission denied'), 'This site may not use your camera.'],
    ['camera', thrown('NotAllowedError', 'Permission denied by system'), 'Your computer does not let'],
    ['microphone', thrown('NotFoundError'), 'No microphone was found.'],
    ['microphone', thrown('NotReadableError'), 'The browser cannot start your microphone.'],
    ['camera', thrown('OverconstrainedError'), 'That camera is gone.'],
    ['screen', thrown('NotAllowedError', 'Permission denied by system'), 'Your computer does not let'],
    ['camera', 'what nobody expects', 'The browser cannot start your camera.'],
  ] as const)('%s, %s: %s', (device, problem, title) => {
    const told = deviceProblem(device, problem);
    expect(told?.title).toContain(title);
    expect(told?.advice).not.toBe('');
  });

  it('says nothing when somebody closes the choice of a window', () => {
    expect(deviceProblem('screen', thrown('NotAllowedError', 'Permission denied'))).toBeNull();
  });

  it('says where a page must come from', () => {
    expect(devicesWithheld({ secure: true, devices: true, address: 'https://a' })).toBeNull();
    expect(devicesWithheld({ secure: false, devices: false, address: 'http://192.168.0.7' })).toContain('https');
    expect(devicesWithheld({ secure: true, devices: false, address: 'https://a' })).toContain('browser');
  });
});
