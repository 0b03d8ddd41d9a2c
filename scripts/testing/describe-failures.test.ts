import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../launcher/paths.mjs';
import { describeFailures } from './describe-failures.mjs';

const passed = { status: 'passed', fullName: 'adds', failureMessages: [] };

test('a failed test is named with its file and its error, without the stack', () => {
  const error =
    'AssertionError: expected 1 to be 2\n    at server/a.test.ts:3:4\n    at runTest (node_modules/x.js:1:1)';
  const failed = { status: 'failed', fullName: 'money adds up', failureMessages: [error] };
  const file = {
    name: join(ROOT, 'server/a.test.ts'),
    status: 'failed',
    message: '',
    assertionResults: [passed, failed],
  };
  expect(describeFailures([file])).toEqual([
    'server/a.test.ts > money adds up\n    AssertionError: expected 1 to be 2',
  ]);
});

test('a file that failed before its first test is named with its error, one that passed is not', () => {
  const broken = {
    name: join(ROOT, 'server/b.test.ts'),
    status: 'failed',
    message: 'SyntaxError: no',
    assertionResults: [],
  };
  const fine = { name: join(ROOT, 'server/c.test.ts'), status: 'passed', message: '', assertionResults: [passed] };
  expect(describeFailures([broken, fine])).toEqual(['server/b.test.ts\n    SyntaxError: no']);
});
