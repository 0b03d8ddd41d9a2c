import { expectTypeOf, test } from 'vitest';
import { type Procedures } from '../../sdk/protocol';
import { type ApiProcedures } from './root';

// The compiler decides these, in `npm run typecheck`; running them says nothing.

test('the router has all that the SDK calls: it takes what the SDK sends, and answers what the SDK reads', () => {
  expectTypeOf<ApiProcedures>().toExtend<Procedures>();
});

test('the SDK knows every procedure of a viewing', () => {
  expectTypeOf<keyof Procedures['viewing']>().toEqualTypeOf<keyof ApiProcedures['viewing']>();
});
