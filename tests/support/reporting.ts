/** Reports as intake would have put them there, one checked row at a time: for tests that begin with a case. */

import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { CatalogueKind } from '#kernel/policy/policy.ts';
import { refOf } from '#kernel/policy/refs.ts';
import { subjectKeyer, uuidOf } from '#kernel/seal/subject-key.ts';
import type { Actor } from '#platform/access/actor.ts';
import type { PlatformContext } from '#platform/context.ts';
import type { Decision } from '#platform/database.ts';
import { factDecision, factKey } from '#platform/fact.ts';
import { reportedPlace, sealPerson } from '#platform/person-seal.ts';
import { inventedResidentId, inventedUscc } from './people.ts';

export const DECISION: Decision = {
  type: 'penalty',
  number: '郑公（航）行罚决字〔2020〕0001号',
  authority: '郑州市公安局',
  date: '2020-03-02',
  legalBasis: '《中华人民共和国治安管理处罚法》第五十条',
};

export interface Report {
  /** department that reports; default the health commission */
  readonly department?: string;
  /** default: the one the policy names for the kind and the reporter */
  readonly competent?: string;
  readonly reporter?: Actor;
  /** as the notice or the whole city calls it */
  readonly kind?: string;
  readonly verdict?: 'accepted' | 'suspect';
  readonly matter?: string;
  readonly occurredOn?: string;
  readonly decision?: Decision | null;
  /** number of the invented person or organisation; a new one by default */
  readonly subject?: number;
  readonly organisationName?: string;
  /** default: that of the invented organisation */
  readonly uscc?: string;
  /** handed in with the earlier report of this case number's batch */
  readonly sameBatchAs?: string;
}

/** Puts a report where intake would have put it; answers its case number. */
export function reporting(context: PlatformContext, owner: pg.Client, defaultReporter: Actor) {
  const keyOf = subjectKeyer(context.keyring);
  let subjects = 0;
  let rows = 1;
  return async (report: Report = {}): Promise<string> => {
    const kind = context.policy.kind(refOf(context.policy.id, report.kind ?? '1.1'));
    const reporter = report.reporter ?? defaultReporter;
    const department = report.department ?? reporter.departmentId!;
    const subject = report.subject ?? ++subjects;
    const identity = report.uscc ?? identityOf(kind, subject);
    const batchId =
      report.sameBatchAs?.split('-')[0] ??
      (await newBatch(owner, context.policy.id, kind, department, reporter, context.clock()));
    const rowNumber = ++rows;
    await insertSubmission(context, owner, {
      ...{ batchId, rowNumber, kind, department, reporter, subject, identity },
      subjectKey: keyOf({ type: kind.subject === 'person' ? 'resident-id' : 'organisation', number: identity }),
      competent: report.competent ?? context.policy.competentDepartmentFor(kind.id, department),
      verdict: report.verdict ?? 'accepted',
      matter: report.matter ?? (kind.subject === 'person' ? '支援湖北医疗队' : '完成口罩应急生产任务'),
      occurredOn: report.occurredOn ?? '2020-02-20',
      decision: report.decision === undefined ? usualDecision(kind, subject) : report.decision,
      organisationName: report.organisationName ?? `郑州测试企业${subject}有限公司`,
    });
    return `${batchId}-${rowNumber}`;
  };
}

/** Another for every subject: a number holds three digits of order, so each thousand of persons is born in another year. */
function identityOf({ subject: type }: CatalogueKind, subject: number): string {
  if (type !== 'person') return inventedUscc(subject);
  const born = subject >= 1000 ? `19${60 + Math.floor(subject / 1000)}-06-15` : '1985-06-15';
  return inventedResidentId(born, subject % 1000);
}

const usualDecision = ({ polarity }: CatalogueKind, subject: number): Decision | null =>
  polarity === 'adverse' ? { ...DECISION, number: `${DECISION.number}-${subject}` } : null;

async function newBatch(
  owner: pg.Client,
  notice: string,
  { subject }: CatalogueKind,
  department: string,
  reporter: Actor,
  receivedAt: Date,
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state)
     VALUES ($6, $1, $2, '报送.csv', 1, $3, $4, $5, 'completed') RETURNING id`,
    [
      subject === 'person' ? 'individuals' : 'organisations',
      randomBytes(32),
      department,
      reporter.id,
      receivedAt,
      notice,
    ],
  );
  return rows[0]!.id;
}

interface Row {
  readonly batchId: string;
  readonly rowNumber: number;
  readonly kind: CatalogueKind;
  readonly department: string;
  readonly competent: string;
  readonly reporter: Actor;
  readonly subject: number;
  readonly subjectKey: ReturnType<ReturnType<typeof subjectKeyer>>;
  /** number of the person's document, or the organisation's code */
  readonly identity: string;
  readonly verdict: 'accepted' | 'suspect';
  readonly matter: string;
  readonly occurredOn: string;
  readonly decision: Decision | null;
  /** of an organisation */
  readonly organisationName: string;
}

async function insertSubmission(context: PlatformContext, owner: pg.Client, row: Row): Promise<void> {
  const { kind, subjectKey, identity, verdict, matter, occurredOn, decision } = row;
  const person = kind.subject === 'person';
  const fact = factKey({
    ...{ subjectKey, kind: kind.id, occurredOn, matter },
    decision: factDecision(context.policy, kind, decision),
    questionableName: verdict === 'suspect' ? '存疑名称' : undefined,
  });
  await owner.query(
    `INSERT INTO submission (subject_key, fact_key, batch_id, row_number, subject_type, verdict, kind, version, matter, occurred_on,
       reporting_department, competent_department, reporter_id, uscc, organisation_name, sealed, decision, reasons)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      ...[subjectKey, uuidOf(fact), row.batchId, row.rowNumber, kind.subject, verdict, kind.id],
      ...[context.policy.version, matter, occurredOn],
      ...[row.department, row.competent, row.reporter.id],
      ...(person ? [null, null] : [identity, row.organisationName]),
      person ? sealedPerson(context, row) : null,
      decision && JSON.stringify(decision),
      verdict === 'suspect' ? ['uscc.checksum'] : null,
    ],
  );
}

function sealedPerson(context: PlatformContext, { subject, subjectKey, identity, batchId, rowNumber }: Row) {
  const sex = subject % 2 === 1 ? 'male' : 'female';
  return sealPerson(
    context,
    { name: '张测试', sex, documentType: 'resident-id', documentNumber: identity },
    reportedPlace(subjectKey, batchId, rowNumber),
  );
}
