/** No file and no function is longer than a reader keeps in mind; what counts is said in support/sizes.ts. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MOST_LINES, overlong, overlongIn } from './support/sizes.ts';

const FOLDERS = ['src', 'web', 'scripts', 'bench', 'tests', 'bin'];

/** Longer than they should be, with their lines: a number only falls, and what has been split leaves the list. Nothing is added. */
const STILL_OVER: Readonly<Record<string, number>> = {
  'src/kernel/ledger/merkle-tree.ts merkleTree': 102,
  'src/kernel/policy/checks-catalogue.ts checkCatalogue': 84,
  'src/kernel/policy/checks-references.ts checkIds': 67,
  'src/kernel/policy/questions.ts questionsOf': 82,
  'src/kernel/policy/source.ts readSource': 79,
  'src/platform/access/reaching-oneself.pg.test.ts': 480,
  'src/platform/determination/answer-notice.ts answerNotice': 75,
  'src/platform/determination/answer-notice.ts asProblems() in answerNotice': 64,
  'src/platform/determination/answer-notice.ts transact() in asProblems() in answerNotice': 63,
  'src/platform/determination/case-evidence.pg.test.ts': 411,
  'src/platform/determination/fold.ts changes': 68,
  'src/platform/determination/service.ts perform': 65,
  'src/platform/intake/intake.pg.test.ts': 402,
  'src/platform/intake/prepare.ts prepare': 70,
  'src/platform/intake/service.ts receiveFile': 62,
  'src/platform/intake/spreadsheet/annotated.ts annotatedSheets': 64,
  'src/platform/intake/spreadsheet/csv-scanner.ts record': 83,
  'src/platform/intake/spreadsheet/index.ts tableOf': 80,
  'src/platform/lists/editions.ts publishRound': 64,
  'src/platform/own-data/report-paper.ts reportPaper': 77,
  'src/platform/own-reports/hand-in.ts handIn': 75,
  'src/platform/own-reports/own-reports.pg.test.ts': 704,
  'src/platform/rights/rights.pg.test.ts': 580,
  'src/points/accounts/accounts.pg.test.ts': 430,
  'src/points/benefits/benefits.pg.test.ts': 445,
  'src/runtime/application.ts startApplication': 66,
  'src/runtime/demo/files.ts individuals': 70,
  'src/runtime/demo/identity-provider.ts configuration': 85,
  'src/runtime/http/open-id.ts openIdClient': 91,
  'src/runtime/http/server.ts createServer': 67,
  'src/runtime/http/sign-in.ts signIn': 156,
  'src/runtime/systems/platform.ts assemblePlatform': 152,
  'src/runtime/systems/points.ts assemblePoints': 66,
  'src/site/notification/notification.pg.test.ts': 498,
  'src/site/opendata/routes.ts siteOpenData': 225,
  'src/site/organisations.pg.test.ts': 404,
  'src/site/pages/routes.ts sitePages': 138,
  'src/site/reports/paper.ts reportPaper': 77,
  'src/site/reports/routes.ts reportRoutes': 62,
  'src/site/site.pg.test.ts': 461,
  'tests/exchange.pg.test.ts': 557,
  'tests/model/determination-commands.ts': 437,
  'web/console/src/areas/audit/anomalies.tsx AuditAnomalies': 89,
  'web/console/src/areas/audit/search.tsx AuditSearch': 73,
  'web/console/src/areas/audit/search.tsx Entries': 73,
  'web/console/src/areas/batches/approval.tsx BatchApproval': 152,
  'web/console/src/areas/batches/batch.tsx HandedInBatch': 78,
  'web/console/src/areas/batches/batches.tsx HandedIn': 113,
  'web/console/src/areas/batches/own-figures.tsx Reporting': 78,
  'web/console/src/areas/batches/pasted-rows.tsx PastedRows': 75,
  'web/console/src/areas/batches/report.tsx Confirmation': 72,
  'web/console/src/areas/batches/report.tsx Report': 75,
  'web/console/src/areas/batches/row-correction.tsx RowCorrection': 87,
  'web/console/src/areas/batches/row-form.tsx RowForm': 76,
  'web/console/src/areas/batches/rows.tsx BatchRows': 129,
  'web/console/src/areas/batches/rows.tsx useCorrections': 79,
  'web/console/src/areas/batches/waiting.tsx WaitingBatches': 65,
  'web/console/src/areas/cases/case.tsx OneCase': 82,
  'web/console/src/areas/cases/claim.tsx CaseClaim': 76,
  'web/console/src/areas/cases/correction.tsx CaseCorrection': 84,
  'web/console/src/areas/cases/evidence-add.tsx EvidenceAdd': 129,
  'web/console/src/areas/cases/evidence.tsx CaseEvidence': 99,
  'web/console/src/areas/cases/evidence.tsx Viewer': 72,
  'web/console/src/areas/cases/proposals.tsx ProposalForm': 64,
  'web/console/src/areas/cases/queue.tsx Queue': 140,
  'web/console/src/areas/cases/subject.tsx Person': 78,
  'web/console/src/areas/counter/ask-form.tsx CounterForm': 81,
  'web/console/src/areas/counter/identity.tsx CounterIdentity': 97,
  'web/console/src/areas/counter/report-form.tsx Asked': 123,
  'web/console/src/areas/deliveries/deliveries.tsx Deliveries': 106,
  'web/console/src/areas/lists/nominate.tsx NominateOwn': 111,
  'web/console/src/areas/lists/nominations.tsx Nominated': 74,
  'web/console/src/areas/lists/opening.tsx ListOpening': 63,
  'web/console/src/areas/lists/round-entries.tsx RoundEntries': 113,
  'web/console/src/areas/lists/round.tsx Gates': 73,
  'web/console/src/areas/lists/round.tsx Signatures': 64,
  'web/console/src/areas/lists/rounds.tsx ListRounds': 65,
  'web/console/src/areas/officers/form.tsx OfficerForm': 77,
  'web/console/src/areas/officers/machine-clients.tsx Registration': 63,
  'web/console/src/areas/officers/sessions.tsx OfficerSessions': 67,
  'web/console/src/areas/policy/points.tsx PolicyPoints': 102,
  'web/console/src/areas/policy/version.tsx PolicyVersion': 62,
  'web/console/src/areas/providers/form.tsx Offers': 66,
  'web/console/src/areas/rights/request.tsx OneRequest': 63,
  'web/console/src/areas/rights/rights.tsx Rights': 130,
  'web/console/src/areas/supervision/map.tsx SupervisionMap': 61,
  'web/console/src/areas/supervision/tile-map.tsx TileMap': 75,
  'web/console/src/parts/delegation-form.tsx DelegationForm': 74,
  'web/console/src/shell.tsx Shell': 71,
};

test('nothing is too long, and what still is does not grow', () => {
  const over = overlong(join(import.meta.dirname, '..'), FOLDERS);
  const grown = [...over].filter(([name, lines]) => lines > (STILL_OVER[name] ?? 0));
  expect(Object.fromEntries(grown), 'too long: split by idea').toEqual({});
  const split = Object.keys(STILL_OVER).filter((name) => !over.has(name));
  expect(split, 'no longer over: take them off the list').toEqual([]);
});

const lines = (count: number, line = '  work();') => Array.from({ length: count }, () => line).join('\n');
const inside = (name: string, text: string) => Object.fromEntries(overlongIn(name, text));

test('every kind of function is measured, by a name one finds it with', () => {
  const body = `{\n${lines(MOST_LINES.function - 1)}\n}`;
  expect(
    inside(
      'a.ts',
      [
        `export async function declared() ${body}`,
        `const arrow = () => ${body};`,
        `class One { #hidden() ${body} }`,
        `const table = { 'GET /one': () => ${body} };`,
        `function outer() { const x = 1; return useMutation(() => ${body}); }`,
      ].join('\n'),
    ),
  ).toEqual({
    ...{ 'a.ts declared': 61, 'a.ts arrow': 61, 'a.ts hidden': 61, 'a.ts GET /one': 61 },
    ...{ 'a.ts outer': 61, 'a.ts useMutation() in outer': 61 },
  });
  expect(inside('a.ts', `function fits() {\n${lines(MOST_LINES.function - 2)}\n}`)).toEqual({});
});

test('what a test file gives to a test is no function, what it calls is one', () => {
  const body = `() => {\n${lines(MOST_LINES.function)}\n}`;
  const text = `describe.each([1])('a', ${body}); test('b', ${body}); beforeAll(${body});`;
  expect(inside('a.test.ts', text)).toEqual({ 'a.test.ts beforeAll()': 62 });
  expect(Object.keys(inside('a.ts', text))).toEqual(['a.ts ()', 'a.ts test()', 'a.ts beforeAll()']);
});

test('a file is measured with its comments and without its tables', () => {
  const words = `{\n${lines(MOST_LINES.file, "  '词': { en: say('word') },")}\n}`;
  expect(inside('a.ts', `export const WORDS = ${words} as const;`)).toEqual({});
  expect(inside('a.ts', `${lines(MOST_LINES.file, '// why')}\nconst one = 1;`)).toEqual({ 'a.ts': 401 });
  // beside a function it is a table still; what a function makes is to be followed
  expect(inside('a.ts', `const ACTS = [${words}, () => 1\n];`)).toEqual({});
  expect(Object.keys(inside('a.ts', `const acts = () => (${words});`))).toEqual(['a.ts', 'a.ts acts']);
});
