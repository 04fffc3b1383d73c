/** Reasons stand beside the cells they are about. */
import { expect, test } from 'vitest';
import { FIELDS_OF } from './policy/row-fields.ts';
import { REASON_FIELDS } from './reason-fields.ts';
import { REASONS } from './reasons.ts';

test('every reason has its cells, and only cells there are; what is about a cell names one', () => {
  const fields = new Set<string>([...FIELDS_OF.person, ...FIELDS_OF.organisation]);
  for (const code of Object.keys(REASONS)) expect(Object.keys(REASON_FIELDS)).toContain(code);
  for (const [code, cells] of Object.entries(REASON_FIELDS)) {
    for (const cell of cells) expect(fields, code).toContain(cell);
    if (/^(id|uscc|name|matter|date|category|document|sex)\./.test(code)) expect(cells.length, code).toBeGreaterThan(0);
  }
});
