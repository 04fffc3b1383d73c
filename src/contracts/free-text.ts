/**
 * What people type, marked where a request's schema is written. From the mark comes the screen: `textsIn` walks a value by its schema and
 * finds every such text, so that no use case names its texts by hand and none is forgotten (never-collect, 个人信息保护法 51).
 */
import { z } from 'zod';

/** Apart from what the OpenAPI document shows of a schema; a copy of a schema (`meta`, `min`) is marked as what it was copied from. */
const marked = z.registry<{ readonly freeText: true }>();

/** A text that somebody types as they please: it may hold anything, so it is screened before it is stored or shown. */
export function freeText<Schema extends z.ZodType<string>>(schema: Schema): Schema {
  marked.add(schema, { freeText: true });
  return schema;
}

export const isFreeText = (schema: z.core.$ZodType): boolean => marked.get(schema)?.freeText === true;

/** A text as it was typed, and where it stands: `payload.decision.legalBasis`, `offers.0.title`. */
export interface TypedText {
  readonly at: string;
  readonly text: string;
}

/** Every marked text of a value that fits the schema. Of alternatives all are asked: one text too many is screened, never one too few. */
export function textsIn(schema: z.core.$ZodType, value: unknown): TypedText[] {
  const found = new Map<string, string>();
  look(schema, value, [], found);
  return [...found].map(([at, text]) => ({ at, text }));
}

function look(schema: z.core.$ZodType, value: unknown, path: readonly string[], found: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (isFreeText(schema)) {
    if (typeof value === 'string') found.set(path.join('.'), value);
    return;
  }
  for (const { schema: part, key } of partsOf(schema)) {
    if (key === undefined) look(part, value, path, found);
    else if (key === 'each') eachIn(part, value, path, found);
    else if (typeof value === 'object') look(part, Reflect.get(value, key.of), [...path, key.of], found);
  }
}

function eachIn(part: z.core.$ZodType, value: unknown, path: readonly string[], found: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) look(part, item, [...path, key], found);
}

/** A schema within another: of the same value, of each item of it, or of one of its fields. */
export interface Part {
  readonly schema: z.core.$ZodType;
  readonly key?: 'each' | { readonly of: string };
}

/** @throws RangeError where the schema is of a kind the walk does not know: it must pass over no text */
export function partsOf(schema: z.core.$ZodType): readonly Part[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return [
        ...Object.entries(def.shape).map(([of, one]): Part => ({ schema: one, key: { of } })),
        ...(def.catchall ? [{ schema: def.catchall, key: 'each' } as const] : []),
      ];
    case 'array':
      return [{ schema: def.element, key: 'each' }];
    case 'record':
      return [{ schema: def.valueType, key: 'each' }];
    case 'union':
      return def.options.map((one) => ({ schema: one }));
    case 'intersection':
      return [{ schema: def.left }, { schema: def.right }];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return [{ schema: def.innerType }];
    case 'pipe':
      return [{ schema: def.in }, { schema: def.out }];
    default:
      if (LEAVES.has(def.type)) return [];
      throw new RangeError(`a schema of the kind ${def.type} is not walked: say in free-text.ts what it is made of`);
  }
}

const LEAVES: ReadonlySet<string> = new Set([
  ...['string', 'template_literal', 'enum', 'literal', 'number', 'int', 'bigint', 'boolean', 'date'],
  ...['null', 'undefined', 'never', 'unknown', 'any', 'transform'],
]);
