/**
 * objection-marked: every answer of the three systems that shows a record or an entry of a list has a field for the mark of an open
 * objection, and what is delivered has one too. An object shows one when it says what was done (a matter, or a ground) about somebody or
 * under the number of a record; one that needs no mark is named here with the reason.
 */
import { expect, test } from 'vitest';
import { apiDocuments } from '#runtime/http/api-documents.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly $ref?: string;
}
type Responses = Readonly<Record<string, { content?: Record<string, { schema?: Schema }> }>>;
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Responses }>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** `METHOD path` and where in the answer: why no mark stands there itself. */
const WITHOUT: Readonly<Record<string, string>> = {
  'GET /api/platform/batches/{id}/rows .items[]':
    'a row as it was handed in: a claim under the number of its case, which carries the mark',
  'GET /api/platform/batches/{id}/preview .sample[]': 'waits for its determination: there is no record yet',
  'GET /api/site/v1/editions/{list}/{number} .manifest.entries[]':
    'as it was signed, so it cannot change; `objections` beside it names the entries',
  'GET /api/platform/my/report-drafts/{id} .content': 'a draft: nothing is handed in yet',
};

/** Says what was done, and about whom or which record. */
const showsOne = ({ properties = {} }: Schema) =>
  ['matter', 'ground'].some((name) => name in properties) &&
  ['recordId', 'entryId', 'uscc', 'caseId', 'kind', 'determinedOn'].some((name) => name in properties);

/** Itself, or a record that it shows within. */
const isMarked = ({ properties = {} }: Schema) =>
  [{ properties }, ...Object.values(properties).flatMap((one) => [one, ...(one.anyOf ?? [])])].some(
    (one) => 'objectionOpen' in (one.properties ?? {}),
  );

function* objectsIn(
  schema: Schema,
  document: Document,
  path = '',
  open: readonly string[] = [],
): Iterable<[string, Schema]> {
  if (schema.$ref !== undefined) {
    if (open.includes(schema.$ref)) return;
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    if (named) yield* objectsIn(named, document, path, [...open, schema.$ref]);
    return;
  }
  if (schema.properties) yield [path, schema];
  for (const [name, one] of Object.entries(schema.properties ?? {}))
    yield* objectsIn(one, document, `${path}.${name}`, open);
  if (schema.items) yield* objectsIn(schema.items, document, `${path}[]`, open);
  if (typeof schema.additionalProperties === 'object')
    yield* objectsIn(schema.additionalProperties, document, `${path}{}`, open);
  for (const one of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
    yield* objectsIn(one, document, path, open);
}

const documents = Object.values(await apiDocuments()).map((text) => JSON.parse(text) as Document);

const shown = documents.flatMap((document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([, { content = {} }]) => Object.values(content))
        .flatMap(({ schema }) => (schema ? [...objectsIn(schema, document)] : []))
        .filter(([, schema]) => showsOne(schema))
        .map(([place, schema]) => ({ place: `${method.toUpperCase()} ${path} ${place}`, marked: isMarked(schema) })),
    ),
  ),
);

test('every answer that shows a record or an entry has its mark', () => {
  expect(shown.filter(({ marked }) => marked).length).toBeGreaterThan(20);
  const bare = [...new Set(shown.filter(({ marked }) => !marked).map(({ place }) => place))];
  expect(bare.toSorted()).toEqual(Object.keys(WITHOUT).toSorted());
});
