import fc from 'fast-check';
import superjson from 'superjson';
import { expect, test, vi } from 'vitest';
import { wire } from './wire';

const number = (digits: unknown) => ({ json: { price: digits }, meta: { values: { price: ['bigint'] }, v: 1 } });

/** Refused, and nobody began to make a number of it. */
function refused(sent: unknown, code: string) {
  const made = vi.spyOn(globalThis, 'BigInt');
  try {
    expect(() => wire.input.deserialize(sent)).toThrow(expect.objectContaining({ code }) as Error);
    expect(made).not.toHaveBeenCalled();
  } finally {
    made.mockRestore();
  }
}

test('a number of forty digits is read, and one of forty-one is refused before it is parsed', () => {
  expect(wire.input.deserialize(number('9'.repeat(40)))).toEqual({ price: 10n ** 40n - 1n });
  expect(wire.input.deserialize(number(`-${'9'.repeat(40)}`))).toEqual({ price: 1n - 10n ** 40n });
  refused(number('9'.repeat(41)), 'numberTooLong');
  refused(number(`-${'9'.repeat(60_000)}`), 'numberTooLong');
});

test.each([
  ['a hexadecimal one', number(`0x${'f'.repeat(60_000)}`)],
  ['one in blanks', number(`${' '.repeat(60_000)}1`)],
  ['one in a list', number(['9'.repeat(60_000)])],
  ['none at all', number('')],
  [
    'one under a path with an empty key',
    { json: { a: { b: '1', '': { b: '9'.repeat(60_000) } } }, meta: { values: { 'a..b': ['bigint'] } } },
  ],
  [
    'one under an escaped path',
    { json: { 'a.b': '9'.repeat(60_000), a: { b: '1' } }, meta: { values: { 'a\\.b': ['bigint'] } } },
  ],
  [
    'one inside a set',
    { json: { a: ['9'.repeat(60_000)] }, meta: { values: { a: ['set', { 0: ['bigint'] }] }, v: 1 } },
  ],
  ['a pattern', { json: { a: '/(a+)+$/' }, meta: { values: { a: ['regexp'] } } }],
  ['no object', 'text'],
])('what is no plain number is refused before it is parsed: %s', (_name, sent) => {
  refused(sent, 'malformed');
});

test('property: whatever an input of ours holds arrives as it was sent', () => {
  const leaf = fc.oneof(
    fc.bigInt({ min: -(10n ** 39n), max: 10n ** 39n }),
    fc.string(),
    fc.date({ noInvalidDate: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  );
  const key = fc.stringMatching(/^[a-zA-Z]{1,8}$/);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      leaf,
      fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(wire.input.deserialize(JSON.parse(JSON.stringify(superjson.serialize(value))))).toEqual(value);
    }),
  );
});
