/** `npm run openapi`: writes docs/openapi/<system>.json from the routes. A test fails when the committed files differ. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiDocuments } from '../src/runtime/http/api-documents.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'openapi');
await mkdir(folder, { recursive: true });
for (const [system, document] of Object.entries(await apiDocuments())) {
  await writeFile(join(folder, `${system}.json`), document);
}
