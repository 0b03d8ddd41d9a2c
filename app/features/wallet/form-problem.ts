import { type PageRefusal } from './refusal';

/** What is wrong with a form: the sentence on top, and what belongs beside its fields. */
export interface FormProblem {
  message: string | null;
  fields: Partial<Record<string, string>>;
}

export const NO_PROBLEM: FormProblem = { message: null, fields: {} };

/** Said above the fields when some of them are wrong. */
export const TYPED_WRONG = 'Some of this needs another look. Nothing was sent.';

/** The fields of our forms, by the name that the API gives them. */
const FIELD_OF: Partial<Record<string, string>> = {
  deposit: 'deposit',
  amount: 'deposit',
  maxRate: 'price',
  lanes: 'lanes',
  extrasAllowance: 'extras',
  expiresAt: 'days',
};

/** What the API refused, beside the fields that it is about. */
export function problemOf({ message, fields }: PageRefusal): FormProblem {
  const ours: FormProblem['fields'] = {};
  for (const [path, sentence] of Object.entries(fields)) {
    const field = FIELD_OF[path.split('.').at(-1) ?? ''];
    if (field) ours[field] = sentence;
  }
  return { message, fields: ours };
}

/** What is left of a problem when somebody types in these fields: what was wrong with them is wrong no more, for all we know. */
export function withoutFields(problem: FormProblem, typed: object): FormProblem {
  const fields = Object.entries(problem.fields).filter(([field]) => !Object.hasOwn(typed, field));
  return fields.length === Object.keys(problem.fields).length
    ? problem
    : { message: null, fields: Object.fromEntries(fields) };
}
