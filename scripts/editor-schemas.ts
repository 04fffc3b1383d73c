/** `npm run editor-schemas`: writes docs/schema/*.schema.json from the schemas of the pack. A test fails when the committed files differ. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { editorSchemas } from '../src/runtime/authoring/schemas.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'schema');
for (const [name, schema] of Object.entries(editorSchemas()))
  await writeFile(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
