import { describe, expect, it, test } from 'vitest';
import { type FormSchema, readForm } from '../app/lib/form';
import { deleteInput, namesForm, passwordInput, profileForm, signInInput, signUpInput } from './accounts';
import { inviteInput } from './streams';
import { says } from '../texts/says';

/** A form as a browser sends it. */
function sent(...fields: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

/** What is said beside the fields. */
const wrong = (form: FormData, schema: FormSchema) => {
  const read = readForm(form, schema);
  return read.status === 'success' ? {} : read.error;
};

describe('signing up', () => {
  it('takes a name and a password; what was left empty is not said', () => {
    const form = sent(['handle', ' @Mira '], ['displayName', ''], ['password', 'three small words'], ['email', '']);
    expect(readForm(form, signUpInput)).toMatchObject({
      status: 'success',
      value: { handle: 'mira', password: 'three small words' },
    });
  });

  it('says of every field what is wrong with it, in a sentence', () => {
    const form = sent(['handle', ''], ['displayName', 'x'.repeat(51)], ['password', ''], ['email', 'mira@']);
    expect(wrong(form, signUpInput)).toEqual({
      handle: ['Choose a name.'],
      displayName: ['A display name has 1 to 50 characters.'],
      password: ['Choose a password.'],
      email: ['That is not an e-mail address.'],
    });
  });

  test.each([
    ['mä', 'Use letters a to z, digits and underscores.'],
    ['m', 'A name has at least 3 characters.'],
    ['m'.repeat(25), 'A name has at most 24 characters.'],
  ])('a name such as %s is refused: %s', (handle, message) => {
    const errors = wrong(sent(['handle', handle], ['password', 'three small words']), signUpInput);
    expect(errors?.handle?.[0]).toBe(message);
  });
});

test('signing in asks for both', () => {
  expect(wrong(sent(['name', ''], ['password', '']), signInInput)).toEqual({
    name: ['Type your name or e-mail address.'],
    password: ['Type your password.'],
  });
});

test('an e-mail address that was emptied is taken away, and one that was typed is kept in its one spelling', () => {
  expect(readForm(sent(['handle', 'mira'], ['email', '']), namesForm)).toMatchObject({ value: { email: null } });
  expect(readForm(sent(['handle', 'mira'], ['email', ' Mira@Example.org ']), namesForm)).toMatchObject({
    value: { email: 'mira@example.org' },
  });
});

test('a password may be changed without the old one, where a wallet proves instead', () => {
  const { status } = readForm(sent(['current', ''], ['next', 'three small words']), passwordInput);
  expect(status).toBe('success');
});

test('whoever does not type a name deletes nothing', () => {
  expect(wrong(sent(['handle', '']), deleteInput)).toEqual({
    handle: ['That is not your name here. Nothing was deleted.'],
  });
});

test('an invitation wants a name, with or without its @', () => {
  expect(readForm(sent(['handle', '@Mira']), inviteInput)).toMatchObject({ value: { handle: 'mira' } });
  expect(wrong(sent(['handle', '']), inviteInput)).toEqual({ handle: ['Type a name.'] });
});

describe('a profile', () => {
  const links = (...rows: [string, string][]) =>
    sent(
      ['displayName', 'Mira'],
      ['bio', ''],
      ...rows.flatMap(([label, url], at): [string, string][] => [
        [`links[${at}].label`, label],
        [`links[${at}].url`, url],
      ]),
    );

  it('keeps the links that were filled in, and no row in which nothing stands', () => {
    const form = links(['', ''], ['Scores', 'https://mira.example/a b'], [' ', '']);
    expect(readForm(form, profileForm)).toMatchObject({
      status: 'success',
      value: { displayName: 'Mira', bio: '', links: [{ label: 'Scores', url: 'https://mira.example/a%20b' }] },
    });
  });

  it('says what is wrong with a link in the row where it stands', () => {
    const form = links(['', ''], ['', 'https://mira.example'], ['Scores', 'mira.example'], ['x'.repeat(41), '']);
    expect(wrong(form, profileForm)).toEqual({
      'links[1].label': [says('Give the link a name of up to {most} characters.', { most: 40 })],
      'links[2].url': ['A link starts with https://.'],
      'links[3].label': [says('Give the link a name of up to {most} characters.', { most: 40 })],
    });
  });

  it('has five links at most', () => {
    const rows = Array.from({ length: 6 }, (): [string, string] => ['Scores', 'https://mira.example']);
    expect(wrong(links(...rows), profileForm)).toEqual({ links: [says('Use at most {most} links.', { most: 5 })] });
  });
});
