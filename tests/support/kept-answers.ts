/** What a city says of itself, as plain facts that hold whatever an answer's form becomes; and that it takes something new. */
import { DEMO_ORGANISATIONS } from '../../src/runtime/demo/accounts.ts';
import { ADVERSE_FILE, DETERMINED_ROW, earlierFile } from '../../src/runtime/demo/files.ts';
import { handIn, type Stage, Teller } from '../../src/runtime/demo/teller.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';

export type Answers = Readonly<Record<string, string | number | boolean | null>>;

/** The story has been told; asking changes nothing but the log of looks and who is signed in. */
export async function answersOf(stage: Stage): Promise<Answers> {
  const teller = new Teller(stage, undefined);
  return {
    ...(await ofTheCase(teller)),
    ...(await ofThePerson(stage)),
    ...(await ofThePublic(stage)),
    ...(await ofTheFiles(teller, stage)),
  };
}

async function ofTheCase(teller: Teller): Promise<Answers> {
  const id = `${teller.progress.batches[ADVERSE_FILE]}-${DETERMINED_ROW}`;
  const officer = await teller.as('health-determiner');
  const page = await officer.get<{ caseId: string; state: string; matter: string; actions: readonly unknown[] }>(
    `/api/platform/cases/${id}`,
  );
  const { items } = await officer.get<{ items: readonly { caseId: string }[] }>('/api/platform/cases?limit=50');
  const counts = await (await teller.as('civil-affairs-reviewer')).get<{ items: readonly { cases: number }[] }>(
    '/api/platform/cases/counts',
  );
  return {
    'case id': page.caseId,
    'case state': page.state,
    'case matter': page.matter,
    'case steps': page.actions.length,
    'queue of the health commission': items.map(({ caseId }) => caseId).join(' '),
    'cases waiting for civil affairs': counts.items.reduce((sum, { cases }) => sum + cases, 0),
  };
}

async function ofThePerson(stage: Stage): Promise<Answers> {
  const person = await new Visitor(stage.publicUrl).signIn('platform/my', 'citizen-joined');
  const mine = await person.get<{
    subject: { name: string };
    records: readonly { recordId: string; matter: string }[];
  }>('/api/platform/my/data');
  await person.signInToo('points');
  const account = await person.get<{ total: number; level: { id: string }; records: readonly unknown[] }>(
    '/api/points/accounts/me',
  );
  return {
    'name of the person': mine.subject.name,
    'records of the person': mine.records
      .map(({ matter }) => matter)
      .toSorted()
      .join(' '),
    'points of the person': account.total,
    'level of the person': account.level.id,
    'records in the account': account.records.length,
  };
}

async function ofThePublic(stage: Stage): Promise<Answers> {
  const reader = new Visitor(stage.publicUrl);
  const list = await reader.page('/lists/red');
  const search = await reader.page(`/search?q=${encodeURIComponent(DEMO_ORGANISATIONS.honoured.name)}`);
  const edition = await reader.get<{ digest: string }>('/api/site/v1/editions/red/1');
  return {
    'page of the red list': list.status,
    'organisations on the red list': new Set(list.text.match(/[0-9A-HJ-NPQRTUWXY]{18}/g)).size,
    'found by name': search.text.includes(DEMO_ORGANISATIONS.honoured.uscc),
    'digest of the first edition': edition.digest,
  };
}

/** What lies outside the databases, sealed. */
async function ofTheFiles(teller: Teller, stage: Stage): Promise<Answers> {
  const batch = teller.progress.batches[ADVERSE_FILE];
  const { rows } = await (await teller.as('health-reporter')).get<{
    rows: readonly { cells: readonly { text: string }[] }[];
  }>(`/api/platform/batches/${batch}/originals?rows=2`);
  const citizen = await new Visitor(stage.publicUrl).signIn('platform/my', 'citizen-not-joined');
  const { submitted } = await citizen.get<{ submitted: readonly { caseId: string }[] }>('/api/platform/my/reports');
  const path = `/api/platform/my/reports/${submitted[0]?.caseId}`;
  const { evidence } = await citizen.get<{ evidence: { items: readonly { evidenceId: string }[] } }>(path);
  return {
    'row of a stored file': rows.flatMap(({ cells }) => cells.map(({ text }) => text)).join(' '),
    'evidence of an own report': (await citizen.page(`${path}/evidence/${evidence.items[0]?.evidenceId}`)).status,
  };
}

const NEW_ROWS = 3;
export const AFTER_SOMETHING_NEW: Answers = { 'rows accepted': NEW_ROWS, 'the log fits': true };

/** The whole way once more: a file is taken in and its rows are judged; somebody opens an account and both other systems hear of it. */
export async function takesSomethingNew(stage: Stage): Promise<Answers> {
  const teller = new Teller(stage, undefined);
  const file = earlierFile('恢复以后的一份.csv', 20_200_601, '1.3', NEW_ROWS);
  const { batch } = await handIn(teller, file);
  const citizen = await new Visitor(stage.publicUrl).signIn('points', 'citizen-not-joined');
  const { version } = await citizen.get<{ version: string }>('/api/points/consent-text');
  await citizen.post('/api/points/accounts', { consent: true, textVersion: version });
  await teller.settled();
  const { fits } = await (await teller.as('auditor')).get<{ fits: boolean }>('/api/platform/audit/verify');
  return { 'rows accepted': batch.accepted, 'the log fits': fits };
}
