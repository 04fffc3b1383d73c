/** The steps of people and officers around an own report, and what the tables hold about somebody afterwards. */
import { randomUUID } from 'node:crypto';
import { performAction } from '#platform/determination/index.ts';
import { ownReportStatus } from '#platform/own-reports/index.ts';
import type { TestEvidence } from './evidence.ts';
import { Reporting } from './own-reports.ts';
import { inventedCitizen } from './people.ts';
import type { TestPlatform } from './platform.ts';

/** Both are asked for at each call: they are there only once a file's set-up has run. */
export function ownReportSteps(platform: () => TestPlatform, evidence: () => TestEvidence) {
  let people = 0;
  const somebody = (birthDate = '1985-06-15') => inventedCitizen(`测试${'甲乙丙丁'[++people % 4]}`, birthDate, people);
  const reporting = (birthDate?: string) => new Reporting(evidence().context, somebody(birthDate));
  const actor = (who: string) => platform().actors[who]!;
  const act = (who: string, caseId: string, action: 'review' | 'determine') =>
    performAction(evidence().context, actor(who), caseId, {
      ...{ action, payload: {} },
      idempotencyKey: randomUUID(),
    });
  const sendBack = (who: string, caseId: string) =>
    performAction(evidence().context, actor(who), caseId, {
      ...{ action: 'return', payload: { reason: '证明看不清，请重新拍照' } },
      idempotencyKey: randomUUID(),
    });
  const status = (one: Reporting, caseId: string) => ownReportStatus(evidence().context, one.who, caseId);
  const notices = async ({ who }: Reporting) =>
    (
      await platform().owner.query('SELECT kind FROM subject_notice WHERE subject_key = $1 ORDER BY notice_id', [
        who.subjectKey,
      ])
    ).rows.map(({ kind }) => kind);
  const rowsAbout = async (table: string, { who }: Reporting) =>
    Number(
      (await platform().owner.query(`SELECT count(*) FROM ${table} WHERE subject_key = $1`, [who.subjectKey])).rows[0]
        .count,
    );
  return { somebody, lastPerson: () => people, reporting, actor, act, sendBack, status, notices, rowsAbout };
}
