/** One citizen of the demo reports their own good deed and waits: a draft, a proof, three statements, handed in. */
import type { OwnReportForm, OwnReportOutcome } from '#contracts/own-reports.ts';
import { printPaper } from '#documents/paper/index.ts';
import { Refused, type Visitor } from './visitor.ts';

/** The same at every attempt: an interrupted story that is told again hands in one report. */
const REPORT = '01971f2a-5c00-7000-8000-00000000d5e1';
const MY = '/api/platform/my';

const CONTENT = {
  kind: '2020-2/1.3',
  place: 'jinshui',
  occurredOn: '2020-02-03',
  matter: '在金水区某社区北门卡口值守二十六天，登记出入车辆，为独居老人送菜送药',
};

/** Answers the case number. */
export async function reportOneself(citizen: Visitor, at: Date): Promise<string> {
  const form = await citizen.get<OwnReportForm>(`${MY}/reports/form`);
  try {
    const save = { expectedVersion: 0, idempotencyKey: 'demo-story-own-report', content: CONTENT };
    await citizen.put(`${MY}/report-drafts/${REPORT}`, save);
    await citizen.upload(`${MY}/report-drafts/${REPORT}/evidence?kind=service-record`, await serviceRecord(at));
  } catch (error) {
    // handed in by an attempt before this one: what follows answers as then
    if (!(error instanceof Refused) || error.problem.code !== 'draft.gone') throw error;
  }
  const { caseId } = await citizen.post<OwnReportOutcome>(`${MY}/report-drafts/${REPORT}/submission`, {
    version: 1,
    statements: form.statements.map(({ id, version }) => ({ id, version })),
  });
  return caseId;
}

async function serviceRecord(issuedAt: Date): Promise<Uint8Array<ArrayBuffer>> {
  const paper = await printPaper({
    title: '志愿服务证明',
    issuer: '金水区某社区居民委员会（虚构）',
    issuedAt,
    blocks: [
      {
        kind: 'paragraph',
        text: '兹证明持证人于2020年2月3日至2月28日在本社区北门卡口参加疫情防控志愿服务，累计值守二十六天。',
      },
    ],
    remark: '演示材料，内容均为虚构',
  });
  return new Uint8Array(paper);
}
