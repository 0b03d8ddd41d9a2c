import { expect, test } from 'vitest';
import { serve } from '../testing/serve';

test.each(['/embed/0190aaaa-0000-7000-8000-000000000001', '/embed/x?theme=dark'])(
  '%s may be shown in a frame of any site, under rules otherwise the same',
  async (path) => {
    const { url } = await serve();
    const { headers } = await fetch(`${url}${path}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain('frame-ancestors *');
    expect(policy).toMatch(/script-src 'self' 'nonce-/);
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:7880 http://127.0.0.1:7880");
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  },
);

test.each([
  '/',
  '/embed',
  '/embedded/x',
  '/x/embed/y',
  '/embed/../dashboard',
  '/embed/%2e%2e/dashboard',
  '/wallet?next=/embed/',
  '/healthz',
])('%s may be framed by nobody', async (path) => {
  const { url } = await serve();
  const { headers } = await fetch(`${url}${path}`);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

test('what is played is of this site, or made by the page itself', async () => {
  const { url } = await serve();
  const policy = (await fetch(`${url}/`)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("media-src 'self' blob:;");
  expect(policy).toContain("worker-src 'self' blob:;");
});

test('camera and microphone are for this site alone', async () => {
  const { url } = await serve();
  for (const path of ['/', '/embed/x'])
    expect((await fetch(`${url}${path}`)).headers.get('permissions-policy')).toMatch(
      /camera=\(self\).*microphone=\(self\)/,
    );
});
