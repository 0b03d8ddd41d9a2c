import { describe, expect, test } from 'vitest';
import { amount } from '../../../sdk/money';
import { type WatchSnapshot } from '../../../sdk/snapshot';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { caption, needWords, sceneWords } from './scene-words';
import { type Scene, viewOf } from './view';

const until = new Date('2026-11-21T20:00:30Z');
const paid = { ratePerSecond: amount(4_166_666_666_666_667n), previewSeconds: 0 };
const withPreview = { ...paid, previewSeconds: 30 };
const english = createI18n('en', ENGLISH);
const PRICE = '0.25 DOT a minute';
const free = { ratePerSecond: amount(0n), previewSeconds: 0 };

const there: WatchSnapshot = {
  connection: 'connected',
  unreachable: false,
  phase: { kind: 'unpaid' },
  pays: false,
  seconds: 0n,
  amount: amount(0n),
  moving: false,
  silent: false,
  covered: null,
  viewers: 3,
  rate: paid.ratePerSecond,
  limit: null,
  needs: null,
  wallet: null,
  money: null,
  spent: amount(0n),
  refused: null,
};
const paying: WatchSnapshot = {
  ...there,
  phase: { kind: 'paying' },
  moving: true,
  seconds: 42n,
  amount: amount(175_000_000_000_000_014n),
  spent: amount(175_000_000_000_000_014n),
  covered: 600n,
};
const view = (snapshot: WatchSnapshot, { agreed = false, stream = paid } = {}) => viewOf({ stream, snapshot, agreed });
const sceneOf = (changes: Partial<WatchSnapshot>, options?: Parameters<typeof view>[1]) =>
  view({ ...there, ...changes }, options).scene;

const NEEDS = [
  'signIn',
  'wallet',
  'purse',
  'closing',
  'expired',
  'funds',
  'rate',
  'lanes',
  'announced',
  'payments',
  'key',
] as const satisfies NonNullable<WatchSnapshot['needs']>[];
const CUTS = ['late', 'paused', 'spendingLimit', 'outOfFunds'] as const;
const OVERS = ['left', 'connectionLost', 'replaced', 'spendingLimit', 'outOfFunds', 'streamEnded', 'banned'] as const;
const PHASES: WatchSnapshot['phase'][] = [
  null,
  { kind: 'free' },
  { kind: 'preview', until },
  { kind: 'unpaid' },
  { kind: 'paying' },
  ...CUTS.map((why) => ({ kind: 'cut' as const, why })),
  ...OVERS.map((why) => ({ kind: 'over' as const, why })),
];
const CONNECTIONS = ['joining', 'connected', 'reconnecting', 'closed'] as const;

/** Every snapshot that differs in what a scene can depend on. */
function* everySnapshot(): Generator<{ snapshot: WatchSnapshot; agreed: boolean }> {
  for (const phase of PHASES)
    for (const connection of CONNECTIONS)
      for (const needs of [null, ...NEEDS])
        for (const silent of [false, true])
          for (const moving of [false, true])
            for (const agreed of [false, true])
              yield { agreed, snapshot: { ...there, phase, connection, needs, silent, moving } };
}

describe('whatever comes', () => {
  test('every state has words or a picture, and a picture is never shown over words that say stop', () => {
    for (const { snapshot, agreed } of everySnapshot()) {
      const { scene, picture } = viewOf({ stream: withPreview, snapshot, agreed });
      const words = sceneWords(scene, PRICE, english);
      expect(words !== null || picture).toBe(true);
      if (picture && words) expect(['silent', 'mending']).toContain(scene.kind);
      expect(caption(scene, PRICE, english).length).toBeGreaterThan(5);
    }
  });

  test('the ring runs only while seconds are paid and seen', () => {
    for (const { snapshot, agreed } of everySnapshot()) {
      const { counting } = viewOf({ stream: withPreview, snapshot, agreed });
      const paidNow =
        snapshot.phase?.kind === 'paying' && snapshot.connection === 'connected' && snapshot.moving && !snapshot.silent;
      expect(counting).toBe(paidNow);
    }
  });

  test('where nothing comes by itself there is a next step', () => {
    const waits = ['joining', 'starting', 'mending', 'silent'];
    for (const { snapshot, agreed } of everySnapshot()) {
      const { scene } = viewOf({ stream: withPreview, snapshot, agreed });
      const words = sceneWords(scene, PRICE, english);
      if (words && !waits.includes(scene.kind)) expect(words.steps.length).toBeGreaterThan(0);
    }
  });

  test('nothing is asked of somebody who was refused', () => {
    for (const { snapshot, agreed } of everySnapshot()) {
      const refused = { code: 'streamFull', message: 'Full.' };
      expect(viewOf({ stream: paid, snapshot: { ...snapshot, refused }, agreed }).scene.kind).toBe('full');
    }
  });
});

describe('before a second is paid', () => {
  test('without an answer yet, the page is joining', () => {
    expect(sceneOf({ phase: null, connection: 'joining' })).toEqual({ kind: 'joining' });
  });
  test('a free stream plays at once', () => {
    expect(sceneOf({ phase: { kind: 'free' } }, { stream: free })).toEqual({ kind: 'playing', how: 'free' });
  });
  test('a preview counts down and knows what is missing afterwards', () => {
    expect(sceneOf({ phase: { kind: 'preview', until }, needs: 'signIn' }, { stream: withPreview })).toEqual({
      kind: 'preview',
      until,
      needs: 'signIn',
      agreed: false,
    });
  });
  test('nothing begins without the viewer’s word', () => {
    expect(sceneOf({})).toEqual({ kind: 'offer', afterPreview: false, noPreview: null, silent: false });
    expect(sceneOf({}, { stream: withPreview })).toEqual({
      kind: 'offer',
      afterPreview: true,
      noPreview: null,
      silent: false,
    });
    expect(sceneOf({ silent: true })).toMatchObject({ kind: 'offer', silent: true });
  });
  test('what costs nothing is paused here alone, and never hides that seconds are paid', () => {
    const held = (phase: WatchSnapshot['phase']) =>
      viewOf({ stream: paid, snapshot: { ...there, phase }, agreed: true, held: true }).scene;
    expect(held({ kind: 'free' })).toEqual({ kind: 'paused' });
    expect(held({ kind: 'preview', until })).toEqual({ kind: 'paused' });
    expect(held({ kind: 'paying' })).toEqual({ kind: 'playing', how: 'paying' });
    expect(held({ kind: 'unpaid' })).toEqual({ kind: 'starting' });
  });
  test('after it, the first second is on its way', () => {
    expect(sceneOf({}, { agreed: true })).toEqual({ kind: 'starting' });
    expect(sceneOf({ silent: true }, { agreed: true })).toEqual({ kind: 'silent' });
    expect(sceneOf({ connection: 'reconnecting' }, { agreed: true })).toEqual({ kind: 'mending' });
  });
  test.each(NEEDS)('who needs %s is told so, agreed or not', (need) => {
    expect(sceneOf({ needs: need })).toEqual({ kind: 'need', need, wallet: null });
    expect(sceneOf({ needs: need }, { agreed: true })).toEqual({ kind: 'need', need, wallet: null });
    expect(needWords(need, PRICE, null, english).steps.length).toBeGreaterThan(0);
  });
});

describe('while seconds are paid', () => {
  test('the picture plays, the ring runs, the cost stands', () => {
    expect(view(paying, { agreed: true })).toEqual({
      scene: { kind: 'playing', how: 'paying' },
      picture: true,
      counting: true,
      spending: true,
      cost: { seconds: 42n, amount: paying.amount },
    });
  });
  test('a picture that stands still costs nothing', () => {
    expect(view({ ...paying, moving: false })).toMatchObject({ counting: false, spending: true, picture: true });
  });
  test('a creator whose connection broke costs nothing', () => {
    expect(view({ ...paying, silent: true })).toMatchObject({ scene: { kind: 'silent' }, counting: false });
  });
  test('a connection that is being mended keeps the last picture', () => {
    expect(view({ ...paying, connection: 'reconnecting' })).toMatchObject({
      scene: { kind: 'mending' },
      picture: true,
      counting: false,
    });
  });
});

describe('cut', () => {
  test.each(CUTS)('%s has its own words, the poster, and what it cost so far', (why) => {
    expect(view({ ...paying, phase: { kind: 'cut', why } })).toMatchObject({
      scene: { kind: why },
      picture: false,
      counting: false,
      spending: false,
      cost: { seconds: 42n },
    });
  });
  test('a paywall does not blink while the connection is mended', () => {
    expect(sceneOf({ phase: { kind: 'cut', why: 'paused' }, connection: 'reconnecting' })).toEqual({ kind: 'paused' });
  });
  test('a purse that cannot pay any more is the nearer reason than lateness', () => {
    const cutLate = { kind: 'cut', why: 'late' } as const;
    expect(sceneOf({ phase: cutLate, needs: 'key' })).toEqual({ kind: 'need', need: 'key', wallet: null });
    expect(sceneOf({ phase: cutLate, needs: 'funds' })).toEqual({ kind: 'outOfFunds' });
  });
});

describe('out of the room', () => {
  test.each<[(typeof OVERS)[number], Scene['kind']]>([
    ['left', 'lost'],
    ['connectionLost', 'lost'],
    ['replaced', 'replaced'],
    ['spendingLimit', 'spendingLimit'],
    ['outOfFunds', 'outOfFunds'],
    ['streamEnded', 'ended'],
    ['banned', 'banned'],
  ])('over by %s', (why, kind) => {
    expect(view({ ...paying, connection: 'closed', phase: { kind: 'over', why } })).toMatchObject({
      scene: { kind },
      cost: { seconds: 42n },
    });
  });
  test('a connection that is gone says that nothing is charged, and nothing is left to stop', () => {
    expect(view({ ...paying, connection: 'closed' })).toMatchObject({ spending: false, picture: false });
    expect(sceneWords(sceneOf({ connection: 'closed' }), PRICE, english)?.text).toContain('Nothing is charged');
  });
  test.each([
    ['streamFull', 'full'],
    ['banned', 'banned'],
    ['followersOnly', 'followersOnly'],
    ['streamNotLive', 'notLive'],
  ])('refused with %s', (code, kind) => {
    expect(sceneOf({ phase: null, connection: 'closed', refused: { code, message: 'No.' } })).toEqual({ kind });
  });
  test('a refusal without a page of its own says what the server said', () => {
    const refused = { code: 'mediaAway', message: 'The media server does not answer.' };
    const scene = sceneOf({ phase: null, connection: 'closed', refused });
    expect(scene).toEqual({ kind: 'refused', message: refused.message });
    expect(sceneWords(scene, PRICE, english)?.steps).toEqual([{ do: 'again', label: 'Try again' }]);
  });
});

describe('where nothing live gets through', () => {
  const blocked = { ...there, connection: 'reconnecting', unreachable: true } as const;

  test('that is said before money is spoken of, and without a picture nothing counts', () => {
    const late = { kind: 'cut', why: 'late' } as const;
    for (const phase of [null, late, { kind: 'unpaid' }, { kind: 'paying' }, { kind: 'free' }] as const) {
      const shown = viewOf({ stream: paid, snapshot: { ...blocked, phase, needs: 'purse' }, agreed: true });
      expect(shown).toMatchObject({ scene: { kind: 'unreachable' }, picture: false, counting: false });
    }
  });

  test('what the viewer stopped stays stopped, and what is over stays over', () => {
    expect(sceneOf({ ...blocked, phase: { kind: 'cut', why: 'paused' } })).toEqual({ kind: 'paused' });
    expect(sceneOf({ ...blocked, phase: { kind: 'over', why: 'streamEnded' } })).toEqual({ kind: 'ended' });
  });
});
