/** A refusal that says what exactly is wrong says it in both languages: what officers and citizens read is never half Chinese. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = ['src/platform', 'src/kernel', 'src/runtime/http'];

function detailsWithoutEnglish(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\bdetail: (?:'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g)].flatMap((match) => {
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 120);
    return /^[\s\S]{0,90}?detailEn/.test(after) ? [] : [match[0]];
  });
}

test('every detail has its English beside it', () => {
  const root = join(import.meta.dirname, '..');
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  );
  const found = files.flatMap((file) => detailsWithoutEnglish(join(root, file)).map((detail) => `${file}: ${detail}`));
  expect(files.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
