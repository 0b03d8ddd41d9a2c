import { type FieldMetadata, type Submission, type SubmissionResult, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { type FormEvent, useRef, useState } from 'react';
import { constraintsOf } from '../../schemas/constraints';
import { type z } from '../../schemas/zod';
import { type ErrorCode } from '../../sdk/error-codes';
import { says } from '../../texts/says';

/**
 * The schema of a form: what its fields are called, what may be typed in them, and what is made of
 * it.
 */
export type FormSchema = z.ZodObject;

/**
 * What was refused: a sentence for the top of a form, and what belongs beside its fields. Without a
 * code it was not the API that refused.
 */
export interface FormRefusal {
  code: string | null;
  message: string;
  fields: Record<string, string>;
}

/** What a form gets back. */
export interface FormAnswer {
  /** How the form stands: what had been typed, and what is wrong with it. */
  result: SubmissionResult;
  refusal: FormRefusal | null;
  done: string | null;
}

/** Said above the fields when some of them are wrong. */
export const NOT_SAVED = says('Some of this needs another look. Nothing was saved yet.');
export const NOT_SENT = says('Some of this needs another look. Nothing was sent.');

/** The refusals whose sentence belongs beside a field: the first of these that the form has. */
const FIELDS_OF: Partial<Record<string, string[]>> = {
  handleTaken: ['handle'],
  handleReserved: ['handle'],
  noSuchPerson: ['handle'],
  inviteSelf: ['handle'],
  moderateSelf: ['handle'],
  mayNotModerate: ['handle'],
  badPattern: ['word'],
  patternTooCostly: ['word'],
  emailTaken: ['email'],
  passwordTooCommon: ['password', 'next'],
  wrongPassword: ['current', 'proof', 'password'],
  unknownCategory: ['categorySlug'],
  streamInPast: ['scheduledAt'],
  priceFixedWhileLive: ['ratePerSecond'],
} satisfies Partial<Record<ErrorCode, string[]>>;

/** What somebody sent, read by the form's schema. */
export function readForm<Schema extends FormSchema>(form: FormData, schema: Schema): FormSubmission<Schema> {
  return parseWithZod(form, { schema });
}

type FormSubmission<Schema extends FormSchema> = Submission<z.input<Schema>, string[], z.output<Schema>>;

/** How a form stands that was refused; what is secret is not sent back. */
export function resultOf<Schema extends FormSchema>(
  submission: FormSubmission<Schema>,
  schema: Schema,
  { code, message, fields }: FormRefusal,
  secret: readonly string[] = [],
): SubmissionResult {
  const errors: Record<string, string[]> = {};
  for (const [path, sentence] of Object.entries(fields)) {
    const name = fieldAt(path, schema);
    if (name !== null) errors[name] = [sentence];
  }
  const beside = FIELDS_OF[code ?? '']?.find((name) => Object.hasOwn(schema.shape, name));
  if (beside) errors[beside] = [message];
  // What is wrong with the fields is said beside them; the form has a sentence of its own for the
  // top.
  const top = code === 'badInput' && Object.keys(errors).length > 0 ? {} : { formErrors: [message] };
  return submission.reply({ ...top, fieldErrors: errors, hideFields: [...secret] });
}

/**
 * The field of a form for which the API has this path: "action.limits.maxRate" is "maxRate",
 * "shares.0.address" is "shares[0].address".
 */
function fieldAt(path: string, schema: FormSchema): string | null {
  const names = path.split('.');
  const first = names.findIndex((name) => Object.hasOwn(schema.shape, name));
  return first < 0
    ? null
    : names
        .slice(first)
        .join('.')
        .replace(/\.(\d+)/g, '[$1]');
}

interface SchemaForm<Schema extends FormSchema> {
  schema: Schema;
  /** What the form was answered, where a route's action does it. */
  answer?: FormAnswer | undefined;
  /** What the page itself does with what was typed; what it is refused is shown. */
  send?: (value: z.output<Schema>) => Promise<FormRefusal | null>;
  defaultValue?: Partial<Record<keyof z.input<Schema>, unknown>>;
  /** What was typed stays there after the page has sent it. */
  keeps?: boolean;
  /** What is said on top when a field is wrong. */
  lookAgain?: string;
}

/**
 * A form by its schema: the attributes of its fields, and what is wrong with them, said before
 * anything is sent. Without scripts the answer alone tells.
 */
export function useSchemaForm<Schema extends FormSchema>({
  schema,
  answer,
  send,
  keeps = false,
  defaultValue,
  lookAgain = NOT_SAVED,
}: SchemaForm<Schema>) {
  const [constraint] = useState(() => constraintsOf(schema));
  const [own, setOwn] = useState<SubmissionResult>();
  const lastResult = own ?? answer?.result;
  const sent = useRef<Record<string, unknown>>(undefined);
  const [form, fields] = useForm<z.input<Schema>, z.output<Schema>, string[]>({
    lastResult: lastResult as SubmissionResult<string[]> | undefined,
    constraint,
    defaultValue: defaultValue as never,
    shouldRevalidate: 'onInput',
    onValidate({ formData }) {
      const submission = readForm(formData, schema);
      if (submission.status !== undefined) {
        sent.current = submission.payload;
        return submission;
      }
      const before = sent.current ?? lastResult?.initialValue ?? {};
      const refused = stillRefused(lastResult, before, submission.payload);
      return { ...submission, reply: (options) => submission.reply({ ...options, ...refused }) };
    },
    onSubmit(event, { submission }) {
      if (!send || submission?.status !== 'success') return;
      event.preventDefault();
      const value = submission.value as z.output<Schema>;
      const sentNow = submission as FormSubmission<Schema>;
      const went = () => (keeps ? sentNow.reply() : ({ status: 'success' } as const));
      void send(value).then((refusal) => setOwn(refusal ? resultOf(sentNow, schema, refusal) : went()));
    },
  });
  const wrong = Object.keys(form.allErrors).length > 0;
  return {
    /** What the form element carries. */
    form: {
      id: form.id,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.stopPropagation(); // a dialog's events reach the forms that it was opened from
        form.onSubmit(event);
      },
      noValidate: true,
    },
    fields,
    /** What became of it, for the note in the form. */
    note: { error: form.errors?.[0] ?? (wrong ? lookAgain : null), done: answer?.done, answer: lastResult },
    /** Adds a row to a list, or takes one out. */
    insert: form.insert,
    remove: form.remove,
    /** Writes into a field. */
    update: form.update,
  };
}

/**
 * What the answer refused, of fields that are still as they were: typing in one does not make
 * another right.
 */
function stillRefused(
  result: SubmissionResult | undefined,
  before: Record<string, unknown>,
  now: Record<string, unknown>,
): { formErrors?: string[]; fieldErrors?: Record<string, string[]> } {
  const { '': formErrors, ...others } = result?.error ?? {};
  const same = Object.entries(others).filter(([name]) => JSON.stringify(before[name]) === JSON.stringify(now[name]));
  const fieldErrors = Object.fromEntries(same.flatMap(([name, errors]) => (errors ? [[name, errors]] : [])));
  return { ...(formErrors && { formErrors }), fieldErrors };
}

/** What had been typed into the fields of a form, but for what is secret. */
export function typedOf({ initialValue }: SubmissionResult): [name: string, value: string][] {
  return Object.entries(initialValue ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** A field of a form, whatever is typed in it. */
export type FormField = Pick<FieldMetadata, 'name' | 'defaultValue' | 'required' | 'maxLength' | 'errors' | 'value'>;

/** What the control of a field carries. */
export function fieldProps({ name, defaultValue, required, maxLength, errors }: FormField) {
  return { name, defaultValue, required, optional: !required, maxLength, error: errors?.[0] };
}

/** The same for a handle, which may be typed with its @. */
export function handleProps(field: FormField) {
  const { maxLength, ...rest } = fieldProps(field);
  return { ...rest, maxLength: maxLength === undefined ? undefined : maxLength + 1 };
}

/** The same for a password, which no browser may cut short unseen. */
export function passwordProps(field: FormField) {
  return { ...fieldProps(field), maxLength: undefined, type: 'password' };
}

/** What stands in a field now. */
export function typedIn({ value }: FormField): string {
  return typeof value === 'string' ? value : '';
}
