import { type Refusal } from './api.server';

/** What a form gets back: a refusal with what had been typed, or what was done. */
export interface FormAnswer<Values = Record<string, string>> {
  refusal: Refusal | null;
  done: string | null;
  values?: Values;
}

/** The refusals whose sentence belongs beside one field. */
const FIELD_OF: Partial<Record<Refusal['code'], string>> = {
  handleTaken: 'handle',
  handleReserved: 'handle',
  noSuchPerson: 'handle',
  inviteSelf: 'handle',
  emailTaken: 'email',
  passwordTooCommon: 'password',
  wrongPassword: 'current',
  unknownCategory: 'categorySlug',
  streamInPast: 'scheduledAt',
  priceFixedWhileLive: 'ratePerSecond',
};

/** What is wrong, by field. */
export function fieldErrors(answer: { refusal: Refusal | null } | undefined): Record<string, string> {
  const refusal = answer?.refusal;
  if (!refusal) return {};
  const field = FIELD_OF[refusal.code];
  return field ? { [field]: refusal.message, ...refusal.fields } : refusal.fields;
}
