import { expect, test } from 'vitest';
import { namesForm, profileForm, signUpInput } from './accounts';
import { constraintsOf } from './constraints';

test('a field is required when nothing is refused, and has the length of its rule', () => {
  expect(constraintsOf(signUpInput)).toEqual({
    handle: { required: true, maxLength: 24 },
    displayName: { required: false, maxLength: 50 },
    password: { required: true, maxLength: 200 },
    email: { required: false },
  });
  expect(constraintsOf(namesForm)).toMatchObject({ email: { required: false } });
});

test('a field of a row has those of its row', () => {
  expect(constraintsOf(profileForm)).toMatchObject({
    displayName: { required: true, maxLength: 50 },
    bio: { required: false, maxLength: 1_000 },
    'links[].label': { required: false, maxLength: 40 },
    'links[].url': { required: false, maxLength: 300 },
  });
});
