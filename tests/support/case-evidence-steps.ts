/** Pieces of evidence on a case: attached, seen, swept, and what the log and the disk say of them. */
import { readdirSync } from 'node:fs';
import type { CaseEvidence } from '#contracts/evidence.ts';
import { attachToCase } from '#platform/determination/evidence/case-evidence.ts';
import { casesSettled, caseView, performAction } from '#platform/determination/index.ts';
import { sweepEvidence } from '#platform/evidence/index.ts';
import { type TestEvidence, upload } from './evidence.ts';
import type { TestPlatform } from './platform.ts';

/** Both are asked for at each call: they are there only once a file's set-up has run. */
export function caseEvidenceSteps(platform: () => TestPlatform, evidence: () => TestEvidence) {
  const actor = (who: string) => platform().actors[who]!;
  const attach = (who: string, id: string, content: Uint8Array, label = {}) =>
    attachToCase(evidence().context, actor(who), id, upload(content), label);
  const evidenceIn = async (who: string, id: string): Promise<CaseEvidence> =>
    (await caseView(evidence().context, actor(who), id)).evidence;
  const digestIn = async (who: string, id: string) => (await evidenceIn(who, id)).items[0]!.sha256;
  let keys = 0;
  const act = (who: string, id: string, action: 'review' | 'determine') =>
    performAction(evidence().context, actor(who), id, {
      ...{ action, payload: {}, idempotencyKey: `evidence-${++keys}` },
    });
  const files = () => readdirSync(evidence().directory).filter((name) => name.endsWith('.sealed'));
  const logOf = async (id: string) =>
    (
      await platform().owner.query(
        "SELECT action, purpose FROM audit_entry WHERE object_type = 'case' AND object_id = $1 AND action LIKE 'evidence.%' ORDER BY id",
        [id],
      )
    ).rows;
  const sweep = () => sweepEvidence(evidence().context, { case: casesSettled });
  return { actor, attach, evidenceIn, digestIn, act, files, logOf, sweep };
}
