/** The schemas in docs/schema are those of the code, every pack's files stand by them, and a key they do not know is marked by an editor. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { editorSchemas } from '../src/runtime/authoring/schemas.ts';

const root = join(import.meta.dirname, '..');
const schemas = editorSchemas();

test.each(Object.keys(schemas))('%s is as the code makes it; else run npm run editor-schemas', (name) => {
  expect(JSON.parse(readFileSync(join(root, 'docs', 'schema', name), 'utf8'))).toEqual(schemas[name]);
});

/** Which schema a file is for, by where it stands. */
const schemaOf = (file: string): string =>
  basename(dirname(file)) === 'cases' ? 'cases' : file.includes('notices') ? 'notice' : 'city';

test.each(globSync('cities/*/**/*.yaml', { cwd: root }))('%s has only keys that its schema has', (file) => {
  const { properties } = schemas[`${schemaOf(file)}.schema.json`] as { properties: object };
  const keys = Object.keys(parse(readFileSync(join(root, file), 'utf8')) as object);
  expect(keys.filter((key) => !(key in properties))).toEqual([]);
});

test('a key that is not known is refused, and none is demanded of one file', () => {
  for (const name of ['city', 'notice'])
    expect(schemas[`${name}.schema.json`]).toMatchObject({
      additionalProperties: false,
      properties: expect.any(Object),
    });
  expect(schemas['city.schema.json']).not.toHaveProperty('required');
});
