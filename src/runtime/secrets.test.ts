/** Keys and passwords: where they come from, and that two starts at once end up with the same ones. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadKeyring } from './keyring.ts';
import { createPrivate, loadSecrets } from './secrets.ts';

const MASTER = Buffer.alloc(32, 7).toString('base64');
const PAIRS = { PLATFORM_POINTS_SECRETS: `whsec_${'a'.repeat(32)}`, PLATFORM_SITE_SECRETS: `whsec_${'b'.repeat(32)}` };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-secrets-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = () => join(directory, 'secrets.json');
const stored = () => JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>;
const live = (environment: Record<string, string> = {}, keyed = false) =>
  loadSecrets({ MASTER_KEY: MASTER, ...PAIRS, ...environment }, { directory, createMissing: false, keyed });

describe('database passwords', () => {
  test('one for each system, all different, the same wherever the master key is', () => {
    const { databasePasswords } = live();
    expect(new Set(Object.values(databasePasswords)).size).toBe(8);
    rmSync(file());
    expect(live().databasePasswords).toEqual(databasePasswords);
    expect(
      live({ MASTER_KEY: Buffer.alloc(32, 8).toString('base64'), SECRETS_FILE: join(directory, 'other.json') })
        .databasePasswords,
    ).not.toEqual(databasePasswords);
    expect(JSON.stringify(databasePasswords)).not.toContain(MASTER.slice(0, 12));
  });

  test('those given stand, and one from the environment is not written down', () => {
    writeFileSync(file(), JSON.stringify({ databasePasswords: { points: 'points-chosen-by-us' } }));
    const { databasePasswords } = live({ SITE_DATABASE_PASSWORD: 'site-chosen-by-us-' });
    expect(databasePasswords).toMatchObject({ points: 'points-chosen-by-us', site: 'site-chosen-by-us-' });
    expect(readFileSync(file(), 'utf8')).not.toContain('site-chosen-by-us-');
    expect(stored()['databasePasswords']).toMatchObject({
      points: 'points-chosen-by-us',
      platform: databasePasswords.platform,
    });
  });

  test.each(['short', 'with a space in it', '中文口令中文口令中文口令中文口令'])('%s is no password', (password) => {
    expect(() => live({ SITE_DATABASE_PASSWORD: password })).toThrow('DATABASE_PASSWORD');
  });

  test('the one password of earlier versions opens nothing; it is kept to know the older databases by', () => {
    writeFileSync(file(), JSON.stringify({ databasePassword: 'one-password-for-all' }));
    const secrets = live();
    expect(secrets.earlierDatabasePassword).toBe('one-password-for-all');
    expect(Object.values(secrets.databasePasswords)).not.toContain('one-password-for-all');
    expect(live({ DATABASE_PASSWORD: 'from-the-environment' }).earlierDatabasePassword).toBe('from-the-environment');
  });

  test('of a master key that can open no keyring nothing is kept', () => {
    loadSecrets(PAIRS, { directory, createMissing: true, keyed: true });
    expect(stored()).not.toHaveProperty('masterKey');
    expect(stored()).not.toHaveProperty('databasePasswords');
  });
});

test('a file that everybody could read is closed before it is read', () => {
  live();
  chmodSync(file(), 0o644);
  live();
  expect((statSync(file()).mode & 0o777).toString(8)).toBe('600');
});

test('of two first starts at once the second takes what the first made', () => {
  expect(createPrivate(file(), '{"a":1}')).toBe(true);
  expect(createPrivate(file(), '{"a":2}')).toBe(false);
  expect(stored()).toEqual({ a: 1 });
  const ring = join(directory, 'keyring.json');
  const [one, two] = [1, 2].map(() => loadKeyring(ring, MASTER, { createMissing: true }));
  expect(one?.subjectKeys.key).toEqual(two?.subjectKeys.key);
});
