import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, test } from 'vitest';
import { namesForm, passwordInput, profileForm, signUpInput } from '../../schemas/accounts';
import { fieldProps, type FormAnswer, handleProps, NOT_SAVED, readForm, resultOf, useSchemaForm } from './form';

function sent(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** The form of a page, as it is sent to a browser that may run no scripts. */
function shown(answer: FormAnswer | undefined) {
  let seen: Record<string, unknown> = {};
  function Page() {
    const { form, fields, note } = useSchemaForm({
      schema: namesForm,
      answer,
      defaultValue: { handle: 'mira', email: 'mira@example.org' },
    });
    seen = {
      noValidate: form.noValidate,
      handle: handleProps(fields.handle),
      email: fieldProps(fields.email),
      note: note.error,
    };
    return null;
  }
  renderToStaticMarkup(createElement(Page));
  return seen;
}

describe('a form', () => {
  it('has the constraints of its schema, and what there is to begin with', () => {
    expect(shown(undefined)).toEqual({
      noValidate: true,
      handle: expect.objectContaining({
        name: 'handle',
        required: true,
        maxLength: 25,
        defaultValue: 'mira',
      }) as object,
      email: expect.objectContaining({ name: 'email', required: false, optional: true }) as object,
      note: null,
    });
  });

  it('shows what had been typed again, and what is wrong with it beside its field', () => {
    const submission = readForm(sent({ handle: 'x', email: '' }), namesForm);
    const refusal = { code: 'badInput', message: NOT_SAVED, fields: {} };
    const answer = { result: resultOf(submission, namesForm, refusal), refusal, done: null };
    expect(shown(answer)).toMatchObject({
      handle: { defaultValue: 'x', error: 'A name has at least 3 characters.' },
      email: { defaultValue: undefined, error: undefined },
      note: NOT_SAVED,
    });
  });

  it('shows what only the API knows on top, and beside the field that it is about', () => {
    const submission = readForm(sent({ handle: 'maya', email: '' }), namesForm);
    const refusal = { code: 'handleTaken', message: 'That name is taken. Choose another.', fields: {} };
    const answer = { result: resultOf(submission, namesForm, refusal), refusal, done: null };
    expect(shown(answer)).toMatchObject({
      handle: { defaultValue: 'maya', error: 'That name is taken. Choose another.' },
      note: 'That name is taken. Choose another.',
    });
  });

  it('shows what it was given once it is saved', () => {
    expect(shown({ result: { status: 'success' }, refusal: null, done: 'Saved.' })).toMatchObject({
      handle: { defaultValue: 'mira', error: undefined },
      note: null,
    });
  });
});

describe('what was refused', () => {
  it('says of a password what is wrong, and does not send it back', () => {
    const typed = sent({ current: 'the old one', next: 'password123' });
    const refusal = { code: 'passwordTooCommon', message: 'Choose another.', fields: {} };
    const result = resultOf(readForm(typed, passwordInput), passwordInput, refusal, ['current', 'next']);
    expect(result).toMatchObject({ initialValue: {}, error: { next: ['Choose another.'] } });
    expect(JSON.stringify(result)).not.toMatch(/the old one|password123/);
  });

  it('that has no field of its own in the form is said on top alone', () => {
    const submission = readForm(sent({ handle: 'mira', password: 'three small words' }), signUpInput);
    const refusal = { code: 'tooManyTries', message: 'Too many tries.', fields: {} };
    expect(resultOf(submission, signUpInput, refusal).error).toEqual({ '': ['Too many tries.'] });
  });

  test('by the API’s own path finds the field of a list', () => {
    const submission = readForm(sent({ displayName: 'Mira' }), profileForm);
    const refusal = { code: 'badInput', message: 'No.', fields: { 'profile.links.2.url': 'Not a link.' } };
    expect(resultOf(submission, profileForm, refusal).error).toEqual({ 'links[2].url': ['Not a link.'] });
  });

  it('without a field that the form has is said on top, whatever the API calls it', () => {
    const submission = readForm(sent({ handle: 'mira' }), namesForm);
    const refusal = { code: 'badInput', message: 'That is not an id.', fields: { id: 'That is not an id.' } };
    expect(resultOf(submission, namesForm, refusal).error).toEqual({ '': ['That is not an id.'] });
  });
});
