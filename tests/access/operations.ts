/** The operations of a system's OpenAPI document, as the calls of the access tests need them. */
import type { Operation } from './operation.ts';

interface Document {
  readonly paths: Record<
    string,
    Record<string, { summary: string; parameters?: Operation['parameters']; requestBody?: Body }>
  >;
}
interface Body {
  readonly content: Record<string, { schema: NonNullable<Operation['body']>['schema'] }>;
}

export function operationsOf(document: Document): (Operation & { summary: string })[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { summary, parameters = [], requestBody }]) => {
      const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase() as Operation['method'],
        ...{ path, parameters, summary },
        body: type && content ? { type, schema: content.schema } : null,
      };
    }),
  );
}
