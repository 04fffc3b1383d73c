/**
 * Every table has an owner: the one folder (or file) that writes it, so that whoever wonders how a row comes to be knows where to look. All
 * writes are found on the syntax tree, in SQL and in Kysely's calls. A write from elsewhere fails, unless it is named here with its reason.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SyntaxNode, sourceTrees, treeOf, visit } from './support/syntax.ts';

const ROOT = join(import.meta.dirname, '..');

/** Owner: its tables. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'src/platform/access/': [
    'department',
    'officer',
    'delegation',
    'machine_client',
    'machine_session',
    'officer_role',
    'roles_apart',
    'appointment_proposal',
    'appointment_decision',
  ],
  'src/platform/audit.ts': ['audit_entry'],
  // outcomes and secrets by the functions of the database that the counter calls
  'src/platform/counter/': ['counter_act', 'counter_outcome', 'counter_secret'],
  'src/platform/determination/': ['case_action', 'case_participant', 'case_state'],
  'src/platform/evidence/': ['evidence', 'evidence_owner', 'evidence_withdrawal', 'evidence_deletion'],
  'src/platform/exchange/': [
    'exchange_epoch',
    'outbox',
    'outbox_due',
    'recipient_standing',
    'delivery_attempt',
    'points_subscription',
    'site_disclosure',
    'directory_piece',
  ],
  'src/platform/intake/': [
    'batch',
    'submission',
    'batch_finding',
    'batch_mention',
    'organisation_directory',
    'stored_file',
  ],
  'src/platform/lists/': [
    'declared_event',
    'nomination',
    'list_round',
    'list_entry',
    'list_entry_decision',
    'list_sign_off',
    'list',
    'edition',
    'edition_entry',
    'entry',
    'entry_end',
  ],
  'src/platform/notices/': ['subject_notice'],
  'src/http/': ['inbox_epoch'],
  'src/log/': ['audit_checkpoint', 'log_secret'],
  'src/platform/own-data/': ['full_report'],
  'src/platform/own-reports/': ['own_report', 'own_report_draft'],
  'src/platform/policy/': [
    ...[
      'enacted_competence',
      'enacted_disclosure',
      'enacted_document_type',
      'enacted_ground',
      'enacted_kind',
      'enacted_period',
    ],
    ...['enacted_public_kind', 'enactment'],
  ],
  'src/platform/enacting/': [
    ...['enactment_acknowledged', 'enactment_decision', 'enactment_noted', 'enactment_proposal', 'enactment_repeal'],
  ],
  'src/platform/providers/': ['provider_proposal', 'provider_decision'],
  'src/platform/registry/': ['record', 'record_change', 'record_expiry'],
  'src/platform/rights/': ['rights_request', 'rights_participant', 'rights_action', 'rights_state', 'relief_hold'],
  'src/platform/supervision/': ['punctuality_count'],
  'src/points/accounts/': ['account', 'account_notice', 'closing_receipt', 'consent_receipt', 'consent_text'],
  'src/points/audit.ts': ['account_trail', 'audit_entry'],
  'src/points/benefits/': ['enacted_benefit', 'benefit_code', 'verification', 'provider_day', 'provider_miss'],
  'src/points/exchange/': ['exchange_epoch', 'outbox', 'outbox_due', 'recipient_standing', 'delivery_attempt'],
  'src/points/inbox/': ['contribution'],
  'src/points/providers/': ['provider', 'provider_account', 'benefit_offer'],
  'src/points/rules/': ['rules_enactment'],
  'src/site/inbox/': [
    'inbox_message',
    'edition',
    'edition_signature',
    'edition_entry',
    'edition_member',
    'notice',
    'notice_entry',
    'entry_mark',
    'withdrawn_entry',
    'good_record',
    'withdrawn_record',
    'organisation',
    'publication_state',
  ],
  'src/site/lists/': ['list', 'public_kind'],
  'src/site/notification/': ['subscription', 'organisation_change', 'notice_turn'],
  'src/site/punctuality/': ['punctuality', 'punctuality_month'],
  'src/site/reports/': ['organisation_report'],
  // filled when the database is made, functions ask them; digests are written by the triggers of the tables they are of
  'src/platform/migrations/': ['claim_secret', 'task_claim', 'job_kind', 'audit_digest', 'audit_digest_format'],
  'src/points/migrations/': ['job_kind', 'audit_digest', 'audit_digest_format'],
  'src/site/migrations/': ['job_kind'],
  'src/runtime/systems/': ['clock_shift'],
  'src/runtime/http/': ['session', 'applicant_session', 'provider_session', 'sign_in_attempt'],
  'src/runtime/postgres/': ['installation'],
};

/** Writes from elsewhere: why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/platform/reseal.ts submission': 'keys are rotated in every sealed column at once; nothing but the seal changes',
  'src/platform/reseal.ts case_action': 'the same',
  'src/platform/reseal.ts own_report_draft': 'the same',
  'src/platform/determination/batch/store.ts record':
    'a batch is determined in one statement: cases and their records, set by set',
  'src/platform/intake/directory.ts audit_entry': 'in the transaction of its COPY, on a bare connection',
  'src/platform/intake/staging.ts audit_entry': 'in the transaction of its COPY, on a bare connection',
  'src/platform/own-reports/store.ts submission':
    'an own report (5.2) becomes a submission one by one, under the same keys',
  'src/points/accounts/store.ts contribution':
    'closing an account deletes all that is held about the person, in one place',
  'src/runtime/postgres/move-people.ts rules_enactment':
    'an installation of before gets keys of its own, once, as the owner: everybody in one transaction',
  'src/runtime/postgres/move-people.ts consent_receipt': 'the same',
  'src/runtime/postgres/move-people.ts closing_receipt': 'the same',
  'src/points/rules/store.ts account_notice': 'a change of the rules tells all holders, set by set',
};

/** A table that a variable names: which they can be. */
const NAMED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'src/runtime/postgres/move-people.ts $': ['consent_receipt', 'closing_receipt'],
  'src/platform/reseal.ts $': ['submission', 'case_action', 'own_report_draft'],
  'src/runtime/http/sessions.ts this.#table': ['session', 'applicant_session', 'provider_session'],
};

/** Tables that last as long as one transaction. */
const PASSING = /_staging$/;

const WRITES = [
  /\bINSERT\s+INTO\s+(?:public\.)?([a-z_$][\w$]*)/g,
  /\bUPDATE\s+(?:ONLY\s+)?(?:public\.)?([a-z_$][\w$]*)\s+(?:AS\s+)?(?:[a-z]\w*\s+)?SET\b/g,
  /\bDELETE\s+FROM\s+(?:ONLY\s+)?(?:public\.)?([a-z_$][\w$]*)/g,
  /\bMERGE\s+INTO\s+(?:public\.)?([a-z_$][\w$]*)/g,
  /\bCOPY\s+(?:public\.)?([a-z_$][\w$]*)\s*\([^)]*\)\s+FROM\b/g,
];
const CALLS = /^(?:insertInto|updateTable|deleteFrom|mergeInto|replaceInto)$/;

function textOf(node: SyntaxNode): string | undefined {
  if (node.type === 'TemplateLiteral') {
    return (node['quasis'] as { value: { raw: string } }[]).map(({ value }) => value.raw).join('$');
  }
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

/** The tables a file writes; a name that is put together at run time is given as its source text. */
function writesOf(program: SyntaxNode, source: string): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    const text = textOf(node) ?? '';
    for (const write of WRITES) found.push(...[...text.matchAll(write)].map(([, table]) => table!));
    const called = (node['callee'] as { property?: { name?: string } } | undefined)?.property?.name ?? '';
    if (node.type !== 'CallExpression' || !CALLS.test(called)) return;
    const [table] = node['arguments'] as (SyntaxNode & { end: number })[];
    found.push((textOf(table!) ?? source.slice(table!.start, table!.end)).split(' ')[0]!);
  });
  return found.filter((table) => !PASSING.test(table));
}

const systemOf = (path: string) => path.split('/')[1]!;

/** Sessions and the installation are the runtime's, heads the log's, how far an inbox is the door's, in whichever database. */
const ownersOf = (table: string, file: string) =>
  Object.entries(OWNERS)
    .filter(
      ([owner, tables]) =>
        tables.includes(table) && [systemOf(file), 'http', 'log', 'runtime'].includes(systemOf(owner)),
    )
    .map(([owner]) => owner);

const written = [...sourceTrees(ROOT, ['src'])].flatMap(({ file, text, program }) =>
  [...new Set(writesOf(program, text))].flatMap((table) =>
    (NAMED_ELSEWHERE[`${file} ${table}`] ?? [table]).map((name) => ({ file, table: name })),
  ),
);
const foreign = written.filter(({ file, table }) => !ownersOf(table, file).some((owner) => file.startsWith(owner)));

test('a table is written by its owner', () => {
  expect(written.length).toBeGreaterThan(80);
  const named = foreign.map(({ file, table }) => `${file} ${table}`);
  expect(named.filter((one) => EXCEPTIONS[one] === undefined)).toEqual([]);
  expect(named.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
});

/** Tables of a system, from its committed description, which `schema.pg.test.ts` holds against the migrations. */
function tablesOf(system: string): string[] {
  const schema = readFileSync(join(ROOT, 'docs', 'schema', `${system}.md`), 'utf8').split(/^## Functions$/m)[0]!;
  return [...schema.matchAll(/^## (\w+)$/gm)].map(([, table]) => table!);
}

const SYSTEMS = ['platform', 'points', 'site'];

test.each(SYSTEMS)('every table of %s has one owner', (system) => {
  const tables = tablesOf(system);
  expect(tables.length).toBeGreaterThan(15);
  expect(tables.filter((table) => ownersOf(table, `src/${system}/`).length !== 1)).toEqual([]);
});

test('nobody owns a table that does not exist', () => {
  const existing = new Set(SYSTEMS.flatMap(tablesOf));
  expect(
    Object.values(OWNERS)
      .flat()
      .filter((table) => !existing.has(table)),
  ).toEqual([]);
});

describe('a write is found', () => {
  test.each([
    ["tx.insertInto('batch').values(row)", 'batch'],
    ["tx.updateTable('batch as b').set(row)", 'batch'],
    ['sql`INSERT INTO batch (id) VALUES (1)`', 'batch'],
    ["client.query('UPDATE batch b SET state = 1')", 'batch'],
    ['sql`WITH gone AS (DELETE FROM batch WHERE true RETURNING id) SELECT 1`', 'batch'],
    ['tx.deleteFrom(table)', 'table'],
  ])('%s', (text, table) => {
    expect(writesOf(treeOf('some.ts', text), text)).toEqual([table]);
  });

  test.each([
    'sql`SELECT 1 FROM batch FOR UPDATE`',
    'sql`ON CONFLICT DO UPDATE SET state = 1`',
    "tx.selectFrom('batch')",
  ])('reading is none: %s', (text) => {
    expect(writesOf(treeOf('some.ts', text), text)).toEqual([]);
  });
});
