/** What the address of officers says: the department, the view of it, and who is shown there. */
import { z } from 'zod';
import { id, keyOf, text, word } from '../../parts/search.ts';

export const STANDINGS = { active: '在岗', dismissed: '已停用', all: '全部' } as const;

export const officersSearch = z.object({
  department: text,
  view: word(['officers', 'appointments', 'delegations', 'machines']),
  name: text,
  standing: keyOf(STANDINGS),
  after: id,
  show: word(['open', 'all']),
  before: id,
});
