/** Evidence of people for themselves: a draft nobody else sees, handed on to what it becomes; requests; each kept as long as it is needed. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEvidence, photo, scan, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { DAY } from '../../../tests/support/systems.ts';
import { type Actor, type Applicant, applicantOf, transact } from '../access/index.ts';
import {
  addEvidence,
  type EvidenceOwner,
  evidenceContent,
  listEvidence,
  lookAtEvidence,
  passOnEvidence,
  prepareEvidence,
  sweepEvidence,
  withdrawEvidence,
} from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let person: Applicant;
let stranger: Applicant;
let officer: Actor;

beforeAll(async () => {
  platform = await createPlatform();
  evidence = openEvidence(platform);
  person = applicantOf(platform.context, inventedCitizen('张测试', '1985-06-15', 11), []);
  stranger = applicantOf(platform.context, inventedCitizen('李测试', '1985-06-15', 12), []);
  officer = platform.actors['healthReviewer']!;
});
afterAll(async () => {
  await platform?.close();
  evidence?.remove();
});

const KINDS = [{ id: 'assignment', title: '派出单位证明', required: true }];
const draft = (id: string): EvidenceOwner => ({
  ...{ kind: 'own-report', id, subjectKey: person.subjectKey, departments: [] },
});
const asked = (id: string, kind: EvidenceOwner['kind']): EvidenceOwner => ({
  ...{ kind, id, subjectKey: person.subjectKey, departments: ['health-commission'] },
});

async function add(owner: EvidenceOwner, content: Buffer, who: Actor | Applicant = person): Promise<string> {
  const file = await prepareEvidence(upload(content));
  const { evidenceId } = await transact(platform.context.database, who, (tx) =>
    addEvidence(tx, evidence.context, who, owner, file, { kind: 'assignment' }, KINDS),
  );
  return evidenceId;
}
const list = (who: Actor | Applicant, owner: EvidenceOwner) =>
  transact(platform.context.database, who, (tx) => listEvidence(tx, owner));
const look = (who: Actor | Applicant, owner: EvidenceOwner, id: string, purpose?: string) =>
  transact(platform.context.database, who, (tx) => lookAtEvidence(tx, evidence.context, who, owner, id, purpose));
const files = () => readdirSync(evidence.directory).filter((name) => name.endsWith('.sealed')).length;
const looksAt = async (id: string) =>
  (
    await platform.owner.query(
      "SELECT actor_kind, purpose FROM audit_entry WHERE action = 'evidence.viewed' AND detail->>'evidenceId' = $1 ORDER BY id",
      [id],
    )
  ).rows;

test('a draft’s proof is the person’s alone; what it becomes shows it to the department', async () => {
  const mine = draft('draft-1');
  const id = await add(mine, await photo(10));
  expect(await list(person, mine)).toMatchObject([{ evidenceId: id, addedByKind: 'citizen', departmentId: null }]);
  expect(await list(stranger, mine)).toEqual([]);
  expect(await list(officer, mine)).toEqual([]);
  await expect(look(officer, mine, id, '核对')).rejects.toMatchObject({ code: 'evidence.not_found' });

  const reported = asked('7001-2', 'case');
  await transact(platform.context.database, person, (tx) =>
    passOnEvidence(tx, evidence.context, person, mine, reported),
  );
  expect(await list(officer, reported)).toMatchObject([{ evidenceId: id }]);
  expect(await list(platform.actors['policeReviewer']!, reported)).toEqual([]);
  expect(await list(stranger, reported)).toEqual([]);
});

test('one’s own look is no entry in the log of others’ looks; an officer’s is, also at the counter', async () => {
  const owner = asked('request-1', 'request');
  const id = await add(owner, await scan());
  const seen = await look(person, owner, id);
  expect((await evidenceContent(evidence.context, seen)).subarray(0, 5).toString()).toBe('%PDF-');
  expect(await looksAt(id)).toEqual([]);
  await expect(look(officer, owner, id)).rejects.toMatchObject({ code: 'purpose.required' });
  await look(officer, owner, id, '核查异议');
  const atCounter = { ...person, assistedBy: platform.actors['healthReporter']! };
  await expect(look(atCounter, owner, id)).rejects.toMatchObject({ code: 'purpose.required' });
  await look(atCounter, owner, id, '协助本人办理');
  expect(await looksAt(id)).toEqual([
    { actor_kind: 'officer', purpose: '核查异议' },
    { actor_kind: 'officer', purpose: '协助本人办理' },
  ]);
});

test('nobody adds to what is about another, in the database at the latest', async () => {
  const file = await prepareEvidence(upload(await photo(12)));
  await expect(
    transact(platform.context.database, stranger, (tx) =>
      addEvidence(tx, evidence.context, stranger, draft('draft-2'), file, {}, KINDS),
    ),
  ).rejects.toThrow(/row-level security/);
  await expect(
    transact(platform.context.database, officer, (tx) =>
      addEvidence(
        ...([tx, evidence.context, officer, { ...draft('draft-2'), departments: ['public-security-bureau'] }] as const),
        ...([file, {}, KINDS] as const),
      ),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('taken back by the person only', async () => {
  const owner = asked('request-2', 'request');
  const id = await add(owner, await photo(13));
  const takeBack = (who: Actor | Applicant) =>
    transact(platform.context.database, who, (tx) =>
      withdrawEvidence(tx, evidence.context, who, owner, id, '选错了照片'),
    );
  await expect(takeBack(officer)).rejects.toMatchObject({ code: 'permission.denied' });
  await takeBack(person);
  expect(await list(person, owner)).toMatchObject([{ withdrawn: { reason: '选错了照片' } }]);
});

test('kept as long as any matter needs it; one file for all who sent the same', async () => {
  await sweepEvidence(evidence.context, {});
  const before = files();
  const [one, two] = [asked('request-3', 'request'), asked('request-4', 'request')];
  const content = await photo(14);
  const id = await add(one, content);
  await add(two, content);
  expect(files()).toBe(before + 1);
  await transact(platform.context.database, person, (tx) =>
    passOnEvidence(tx, evidence.context, person, one, asked('7002-2', 'case')),
  );
  const settledAt = platform.context.clock();
  const settled = (kinds: Record<string, readonly string[]>) =>
    Object.fromEntries(
      Object.entries(kinds).map(([kind, ids]) => [
        kind,
        async (_tx: unknown, asks: readonly string[]) =>
          new Map(asks.filter((ask) => ids.includes(ask)).map((ask) => [ask, settledAt])),
      ]),
    );
  platform.clock.forward(200 * DAY);
  // the request is settled, the case it was passed on to is not
  expect(await sweepEvidence(evidence.context, settled({ request: ['request-3'] }))).toMatchObject({ pieces: 0 });
  // both are: the piece goes, the file stays, since another request needs it
  const both = { request: ['request-3'], case: ['7002-2'] };
  expect(await sweepEvidence(evidence.context, settled(both))).toEqual({ pieces: 1, files: 0 });
  expect((await list(person, one))[0]).toMatchObject({ evidenceId: id, deletedAt: platform.context.clock() });
  expect(files()).toBe(before + 1);
  const all = { request: ['request-3', 'request-4'], case: ['7002-2'] };
  expect(await sweepEvidence(evidence.context, settled(all))).toEqual({ pieces: 1, files: 1 });
  expect(files()).toBe(before);
});

const fileOf = async (owner: EvidenceOwner, id: string) => {
  const piece = (await list(person, owner)).find(({ evidenceId }) => evidenceId === id)!;
  return join(evidence.directory, `${piece.sha256!.toString('hex')}.sealed`);
};
const spoil = (path: string) => {
  const bytes = readFileSync(path);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(path, bytes);
};

test.each([
  ['lost', (path: string) => rmSync(path), 'evidence.unavailable', 'missing'],
  ['emptied', (path: string) => writeFileSync(path, ''), 'evidence.unreadable', 'damaged'],
  ['altered', spoil, 'evidence.unreadable', 'damaged'],
])(
  '%s by our store: not deleted, and whole again once the same file is added again',
  async (what, lose, code, because) => {
    const owner = asked(`request-${what}`, 'request');
    const content = await photo(20 + what.length);
    const id = await add(owner, content);
    const path = await fileOf(owner, id);
    lose(path);
    const seen = await look(person, owner, id);
    await expect(evidenceContent(evidence.context, seen)).rejects.toMatchObject({ code });
    expect((await list(person, owner))[0]).toMatchObject({ deletedAt: null, withdrawn: null });
    expect(await add(owner, content)).toBe(id);
    expect((await evidenceContent(evidence.context, seen)).length).toBeGreaterThan(100);
    expect(await list(person, owner)).toHaveLength(1);
    const { rows } = await platform.owner.query(
      "SELECT detail FROM audit_entry WHERE action = 'evidence.restored' AND detail->>'evidenceId' = $1",
      [id],
    );
    expect(rows).toMatchObject([{ detail: { because } }]);
    // added once more while nothing is wrong: nothing to restore
    await add(owner, content);
    expect(await list(person, owner)).toHaveLength(1);
  },
);

test('deleted by its time is deleted, not lost', async () => {
  const owner = asked('request-gone', 'request');
  const id = await add(owner, await photo(30));
  const seen = await look(person, owner, id);
  await transact(platform.context.database, person, (tx) =>
    withdrawEvidence(tx, evidence.context, person, owner, id, '选错了照片'),
  );
  await sweepEvidence(evidence.context, {});
  await expect(evidenceContent(evidence.context, seen)).rejects.toMatchObject({ code: 'evidence.deleted' });
});
