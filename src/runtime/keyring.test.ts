/** Each system starts with the keys of its own folder; what the two share is the pairing, and it comes over whole or not at all. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createKeyring, wrap } from '#kernel/seal/keyring.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { subjectKeyer } from '#kernel/seal/subject-key.ts';
import { createFirstKeys } from './first-keys.ts';
import { addKeyTo, keyringFile, systemKeyring } from './keyring.ts';
import { findPairing, pairingLine } from './pairing.ts';

const root = mkdtempSync(join(tmpdir(), 'xinheng-keys-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const newMaster = () => randomBytes(32).toString('base64');
function machine(masterKey = newMaster()) {
  const dataDirectory = join(root, `machine-${count++}`);
  mkdirSync(dataDirectory);
  return { dataDirectory, masterKey, createMissing: false };
}
type Machine = ReturnType<typeof machine>;
const environmentOf = ({ dataDirectory, masterKey }: Machine) => ({ DATA_DIR: dataDirectory, MASTER_KEY: masterKey });
const person = { type: 'resident-id', number: '410199198506150014' };

function agree(platform: Machine, points: Machine): void {
  const [here, there] = [systemKeyring(platform, 'platform'), systemKeyring(points, 'points')];
  const [known, other] = [subjectKeyer(here)(person), subjectKeyer(there)(person)];
  expect(known).not.toBe(other);
  expect(pseudonyms(here).of(known)).toBe(pseudonyms(there).of(other));
  expect(pseudonyms(here).mark).toBe(pseudonyms(there).mark);
}

test('two machines, each with its own master key and nothing of the other but the pairing', () => {
  const [platform, points] = [machine(), machine()];
  createFirstKeys(environmentOf(platform), ['platform'], 'sm4-sm3');
  const PAIRING = pairingLine(findPairing(platform));
  createFirstKeys({ ...environmentOf(points), PAIRING }, ['points'], 'aes-256-gcm');
  expect(existsSync(keyringFile(points.dataDirectory, 'platform'))).toBe(false);
  expect(existsSync(keyringFile(platform.dataDirectory, 'points'))).toBe(false);
  agree(platform, points);
  // neither opens with the other's master
  const strange = { ...points, masterKey: platform.masterKey };
  expect(() => systemKeyring(strange, 'points')).toThrow(/MASTER_KEY/);
});

test.each<[string, (line: string) => string]>([
  ['cut', (line) => line.slice(0, -6)],
  ['altered', (line) => `${line.slice(0, 40)}${line[40] === 'A' ? 'B' : 'A'}${line.slice(41)}`],
  ['something else', () => 'whsec_abc'],
])('a pairing that is %s is refused, and nothing is made', (_, change) => {
  const [platform, points] = [machine(), machine()];
  createFirstKeys(environmentOf(platform), ['platform'], 'aes-256-gcm');
  const PAIRING = change(pairingLine(findPairing(platform)));
  const making = () => createFirstKeys({ ...environmentOf(points), PAIRING }, ['points'], 'aes-256-gcm');
  expect(making).toThrow(/PAIRING/);
  expect(existsSync(join(points.dataDirectory, 'pairing.json'))).toBe(false);
});

test('a points system alone makes up no pairing, nor a keyring', () => {
  const points = machine();
  expect(() => createFirstKeys(environmentOf(points), ['points'], 'aes-256-gcm')).toThrow(/PAIRING/);
  expect(() => systemKeyring(points, 'points')).toThrow(/pairing\.json/);
});

test('what is there already stays', () => {
  const both = machine();
  createFirstKeys(environmentOf(both), ['platform', 'points'], 'aes-256-gcm');
  const files = ['keyring.json', 'pairing.json', 'points/keyring.json'].map((name) => join(both.dataDirectory, name));
  const before = files.map((file) => readFileSync(file, 'utf8'));
  createFirstKeys(environmentOf(both), ['platform', 'points'], 'sm4-sm3');
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  for (const file of files) expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  agree(both, both);
});

/** As an earlier version made it: one ring for both, whose subject key keyed the digest itself. */
function sharedBefore(masterKey = newMaster()): Machine {
  const made = machine(masterKey);
  const master = Buffer.from(masterKey, 'base64');
  const ring = createKeyring(master, 'aes-256-gcm', randomBytes);
  const subjectKey = { version: 1, wrapped: wrap(master, randomBytes(32), 'subject:1', randomBytes(12)) };
  writeFileSync(keyringFile(made.dataDirectory, 'platform'), JSON.stringify({ ...ring, subjectKey }), { mode: 0o600 });
  return made;
}

test('an installation of before goes on, and its two systems arrive at one pairing without a word between them', () => {
  const platform = sharedBefore();
  const points = machine(platform.masterKey);
  const shared = keyringFile(platform.dataDirectory, 'platform');
  cpSync(shared, keyringFile(points.dataDirectory, 'platform'));
  const before = readFileSync(shared, 'utf8');
  agree(platform, points);
  expect(readFileSync(shared, 'utf8')).toBe(before);
  // from now on the points system needs the old ring no more
  rmSync(keyringFile(points.dataDirectory, 'platform'));
  agree(platform, points);
  // the platform's pairing follows from its ring: another one beside it is not taken
  const other = machine(platform.masterKey);
  createFirstKeys(environmentOf(other), ['platform'], 'aes-256-gcm');
  cpSync(join(other.dataDirectory, 'pairing.json'), join(platform.dataDirectory, 'pairing.json'));
  expect(() => systemKeyring(platform, 'platform')).toThrow(/pairing\.json/);
});

test('each ring is rotated by itself, and people are known as before', () => {
  const both = machine();
  createFirstKeys(environmentOf(both), ['platform', 'points'], 'aes-256-gcm');
  const known = subjectKeyer(systemKeyring(both, 'points'))(person);
  const platform = readFileSync(keyringFile(both.dataDirectory, 'platform'), 'utf8');
  expect(addKeyTo(keyringFile(both.dataDirectory, 'points'), both.masterKey)).toBe(2);
  expect(systemKeyring(both, 'points').current.version).toBe(2);
  expect(subjectKeyer(systemKeyring(both, 'points'))(person)).toBe(known);
  expect(readFileSync(keyringFile(both.dataDirectory, 'platform'), 'utf8')).toBe(platform);
});
