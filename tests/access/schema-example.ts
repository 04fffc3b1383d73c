/** A value for a schema, where nobody has given a truer one. */
import type { Schema } from './operation.ts';

/** The smallest value that fits: enough for a request to get past the door it is not about. */
export function example(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return example(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, example(schema.properties?.[key] ?? { type: 'string' })]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return exampleText(schema);
  }
}

function exampleText({ format, pattern, minLength = 1 }: Schema): string {
  if (format === 'uuid' || format === 'guid') return '00000000-0000-7000-8000-000000000000';
  if (format === 'date') return '2020-03-16';
  if (format === 'date-time') return '2020-03-16T01:00:00Z';
  if (pattern?.endsWith('[!-~]+$')) return 'example-request-key'.padEnd(minLength, '0');
  if (pattern?.includes('[0-9a-f]{64}')) return '0'.repeat(64);
  if (pattern?.includes('-')) return '1-2';
  if (pattern?.includes('\\d')) return '1';
  return '测试用的文字'.padEnd(minLength, '字');
}
