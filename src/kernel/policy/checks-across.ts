/** What only shows when the notices of a city are looked at together: a list's name leads to one list, whichever notice opens it. */
import type { PolicyFinding } from './finding.ts';
import type { Joined } from './joined.ts';

export function checkAcross(notices: readonly Joined[]): PolicyFinding[] {
  const elsewhere = new Map<string, PolicyFinding>();
  const findings: PolicyFinding[] = [];
  for (const { pack, finding } of notices) {
    const own = new Map<string, PolicyFinding>();
    for (const [index, { id }] of pack.lists.entries()) {
      const at = (code: string, zh: string, en: string) => finding('error', ['lists', index, 'id'], code, zh, en);
      const there = elsewhere.get(id);
      if (there) {
        const place = `${there.file}:${there.line}`;
        const zh = `名单“${id}”在 ${place} 已有；名单的编号全市不能重复`;
        findings.push(
          at('list.twice', zh, `the list "${id}" stands at ${place} already; its id is unique in the city`),
        );
      } else own.set(id, at('', '', ''));
    }
    for (const [id, place] of own) elsewhere.set(id, place);
  }
  return findings;
}
