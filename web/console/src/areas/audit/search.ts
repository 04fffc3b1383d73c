/** What the address of the log says: the view, and what is searched for. */
import { z } from 'zod';
import { count, day, text, word } from '../../parts/search.ts';

export const auditSearch = z.object({
  view: word(['search', 'anomalies', 'verify']),
  person: text,
  officer: text,
  action: text,
  purpose: text,
  from: day,
  until: day,
  before: count,
});
