/** How long a text may be, as the contract says that takes it: a form asks its schema and repeats no number. */
import type { z } from 'zod';

/** in characters */
export interface Length {
  readonly least: number;
  readonly most: number;
}

/**
 * The least is 0 where the schema sets none.
 * @throws TypeError where the schema takes no text, or text of any length: a form would promise what nobody keeps
 */
export function lengthOf(schema: z.ZodType): Length {
  let text = schema;
  while ('innerType' in text.def) text = text.def.innerType as z.ZodType;
  const { minLength, maxLength } = text as z.ZodString;
  if (text.def.type !== 'string' || typeof maxLength !== 'number')
    throw new TypeError('the schema sets no greatest length');
  return { least: minLength ?? 0, most: maxLength };
}
