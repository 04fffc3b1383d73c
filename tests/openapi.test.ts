/** The committed OpenAPI documents are what the code says; run `npm run openapi` and look at the difference before committing. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiDocuments } from '../src/runtime/http/api-documents.ts';
import { SYSTEMS, type System } from '../src/runtime/postgres/migrate.ts';

let documents: Record<System, string>;

beforeAll(async () => {
  documents = await apiDocuments();
});

describe.each(SYSTEMS)('%s', (system) => {
  test('the committed document is the one the routes make', async () => {
    const committed = await readFile(join(import.meta.dirname, '..', 'docs', 'openapi', `${system}.json`), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(documents[system]));
  });

  test('is OpenAPI 3.1, and every operation says what it does and how it is refused', () => {
    const document = JSON.parse(documents[system]);
    expect(document.openapi).toMatch(/^3\.1\./);
    const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    expect(operations.length).toBeGreaterThan(0);
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toBeTruthy();
      expect(operation.responses.default?.content['application/problem+json'], name).toBeDefined();
    }
  });
});

interface Operation {
  summary?: string;
  responses: { default?: { content: Record<string, unknown> } };
}
