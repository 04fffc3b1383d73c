/** A request with a text planted in it: once for each place of its schema that takes one. */
import { z } from 'zod';
import { partsOf } from '#contracts/free-text.ts';
import type { Schema } from './operation.ts';
import { example } from './schema-example.ts';

export interface Planting {
  /** `payload.reason` */
  readonly at: string;
  readonly value: unknown;
}

/** The smallest value that fits. */
const exampleOf = (schema: z.core.$ZodType): unknown =>
  example(z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema);

/**
 * @param value one that is let in; where an alternative is meant that it is not, the smallest that fits stands in for it
 * @param takes the schemas in whose place the text is put
 */
export function plantings(
  schema: z.core.$ZodType,
  value: unknown,
  text: string,
  takes: (schema: z.core.$ZodType) => boolean,
): Planting[] {
  if (takes(schema)) return [{ at: '', value: text }];
  const parts = partsOf(schema);
  const alternatives = parts.length > 1 && parts.every(({ key }) => key === undefined);
  return parts.flatMap(({ schema: part, key }) => {
    if (key === undefined) {
      const meant = alternatives && !z.safeParse(part, value).success ? exampleOf(part) : value;
      return plantings(part, meant, text, takes);
    }
    if (key === 'each') {
      const [first] = Array.isArray(value) ? value : [];
      return plantings(part, first ?? exampleOf(part), text, takes).map((one) => ({
        at: `0.${one.at}`,
        value: [one.value],
      }));
    }
    const whole = (value ?? exampleOf(schema)) as Record<string, unknown>;
    const inside = takes(part) ? undefined : (whole[key.of] ?? undefined);
    return plantings(part, inside ?? exampleOf(part), text, takes).map((one) => ({
      at: one.at === '' ? key.of : `${key.of}.${one.at}`,
      value: { ...whole, [key.of]: one.value },
    }));
  });
}
