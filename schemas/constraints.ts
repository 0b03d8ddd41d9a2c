import { z } from './zod';

/** What the control of a field can say by itself. */
export interface Constraint {
  /** Whether nothing is too little. */
  required: boolean;
  maxLength?: number;
}

/**
 * What a form's schema asks of each field, by the field's name: `links[].label` for that of each
 * row. By hand, because `getZodConstraint` of `@conform-to/zod` 1.21 looks for lengths where zod
 * 4.6 does not keep them.
 */
export function constraintsOf(schema: z.ZodObject): Record<string, Constraint> {
  const found: Record<string, Constraint> = {};
  const walk = (field: z.core.$ZodType, name: string) => {
    const rule = typed(field);
    if (name !== '') found[name] = { required: !z.safeParse(field, undefined).success };
    if (rule instanceof z.ZodString && rule.maxLength !== null)
      Object.assign(found[name] ?? {}, { maxLength: rule.maxLength });
    if (rule instanceof z.ZodArray) walk(rule.element, `${name}[]`);
    if (rule instanceof z.ZodObject)
      for (const [key, inner] of Object.entries(rule.shape)) walk(inner, name === '' ? key : `${name}.${key}`);
  };
  walk(schema, '');
  return found;
}

/** The rule for what is typed: without what may be left out, and before anything is made of it. */
function typed(rule: z.core.$ZodType): z.core.$ZodType {
  if (rule instanceof z.ZodDefault || rule instanceof z.ZodOptional || rule instanceof z.ZodNullable)
    return typed(rule.unwrap());
  return rule instanceof z.ZodPipe ? typed(rule.in) : rule;
}
