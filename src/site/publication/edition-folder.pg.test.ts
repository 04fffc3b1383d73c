/** An edition as files: whole, readable, and every tampering with any of them found and named, with no network and no database. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { editionDigest } from '#contracts/exchange.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { buildProgram } from '#runtime/cli/main.ts';
import { tempFolder, unzip } from '../../../tests/support/files.ts';
import { receiveAtSite as receive } from '../../../tests/support/inbox.ts';
import { edition, entry, manifest, SITE_TABLES, withdrawal } from '../../../tests/support/site-messages.ts';
import { PUBLIC_URL, siteServer } from '../../../tests/support/site-server.ts';
import { openSite, testClock } from '../../../tests/support/systems.ts';
import { exportEdition } from './edition-folder.ts';
import { fingerprintOf, pemOf, publicationKey } from './key.ts';
import { verifyFolder } from './verify-folder.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const temp = tempFolder();
const key = publicationKey(randomBytes(32).toString('base64'));
const hostile = entry(1, { name: '<script>alert(1)</script>有限公司', matter: '\u202e"><img src=x>' });
const whole = temp.path('whole');
let site: Awaited<ReturnType<typeof openSite>>;
let copies = 0;

beforeAll(async () => {
  site = await openSite(clock);
});
afterAll(async () => {
  await site?.close();
  temp.remove();
});
beforeEach(async () => {
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
  await site.owner.query('SET session_replication_role = origin');
  await site.owner.query('UPDATE publication_state SET version = version + 1');
  await receive(site.context, edition(manifest([hostile, entry(2), entry(3)])));
  rmSync(whole, { recursive: true, force: true });
  await exportFolder(whole);
});

const exportFolder = (folder: string) =>
  exportEdition({ context: site.context, publicUrl: PUBLIC_URL }, key, { list: 'red', number: 1 }, folder);

function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL 3') === true;
}

function copy(): string {
  const folder = temp.path(`copy-${++copies}`);
  cpSync(whole, folder, { recursive: true });
  return folder;
}

/** As a forger would: another content, its digest, and every checksum and signature made to fit. */
function signAnew(folder: string, forger: typeof key, change: (document: Forgeable) => void): void {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const document = read('edition.json') as Forgeable;
  change(document);
  document.digest = editionDigest(document.manifest as never);
  writeFileSync(join(folder, 'edition.json'), JSON.stringify(document));
  writeFileSync(join(folder, 'public-key.pem'), pemOf(forger.publicKey));
  const content = { ...read('manifest.json'), digest: document.digest, key: fingerprintOf(forger.publicKey) };
  for (const file of content.files) {
    const bytes = readFileSync(join(folder, file.path));
    Object.assign(file, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  const text = Buffer.from(JSON.stringify(content));
  writeFileSync(join(folder, 'manifest.json'), text);
  writeFileSync(join(folder, 'manifest.json.sig'), forger.sign(text));
}

interface Forgeable {
  digest: string;
  manifest: { entries: [{ name: string }] };
}

describe('an exported edition', () => {
  test('fits, with its own key and with one brought along; another key does not', async () => {
    expect(await verifyFolder(whole)).toMatchObject({
      fits: true,
      keyGiven: false,
      fingerprint: fingerprintOf(key.publicKey),
    });
    expect(await verifyFolder(whole, key.publicKey)).toMatchObject({ fits: true, keyGiven: true });
    const other = publicationKey(randomBytes(32).toString('base64'));
    expect(await verifyFolder(whole, other.publicKey)).toMatchObject({ fits: false, file: 'manifest.json' });
  });

  test.skipIf(!hasOpenssl())('is signed so that OpenSSL can check it as the readme says', () => {
    writeFileSync(temp.path('key.pem'), pemOf(key.publicKey));
    const check = () =>
      execFileSync(
        'openssl',
        [
          'pkeyutl',
          '-verify',
          '-pubin',
          '-inkey',
          temp.path('key.pem'),
          '-rawin',
          '-in',
          'manifest.json',
          '-sigfile',
          'manifest.json.sig',
        ],
        { cwd: whole, encoding: 'utf8' },
      );
    expect(check()).toContain('Verified Successfully');
  });

  test('every file, changed in one bit, cut short, emptied, removed or made a link, is found and named', async () => {
    const trio = ['manifest.json', 'manifest.json.sig', 'public-key.pem'];
    const names = readdirSync(whole);
    expect(names.length).toBeGreaterThan(9);
    const tampering: Readonly<Record<string, (path: string) => void>> = {
      bit: (path) => {
        const content = readFileSync(path);
        const place = Math.floor(content.length / 2);
        content[place] = content[place]! ^ 1;
        writeFileSync(path, content);
      },
      cut: (path) => writeFileSync(path, readFileSync(path).subarray(0, -1)),
      longer: (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from(' ')])),
      empty: (path) => writeFileSync(path, ''),
      removed: (path) => rmSync(path),
      link: (path) => {
        rmSync(path);
        symlinkSync(join(whole, path.split('/').at(-1)!), path);
      },
    };
    for (const name of names) {
      for (const [what, tamper] of Object.entries(tampering)) {
        const folder = copy();
        tamper(join(folder, name));
        const result = await verifyFolder(folder);
        // white space after the key's last line changes nothing a signature covers but the listed checksum of the file
        expect(result.fits, `${name} ${what}`).toBe(false);
        const named = (result as { file: string }).file;
        if (trio.includes(name)) expect(trio, `${name} ${what}`).toContain(named);
        else expect(named, what).toBe(name);
      }
    }
  });

  test('an added file, a folder, an exchanged pair are found', async () => {
    const added = copy();
    writeFileSync(join(added, 'extra.html'), 'x');
    expect(await verifyFolder(added)).toMatchObject({ fits: false, file: 'extra.html' });
    const nested = copy();
    mkdirSync(join(nested, 'images'));
    expect(await verifyFolder(nested)).toMatchObject({ fits: false, file: 'images' });
    const exchanged = copy();
    cpSync(join(whole, 'entries.json'), join(exchanged, 'edition.json'));
    expect(await verifyFolder(exchanged)).toMatchObject({ fits: false, file: 'edition.json' });
  });

  test('a manifest that leads out of its folder, signed or not, is refused', async () => {
    const folder = copy();
    const content = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    content.files[0].path = '../whole/edition.json';
    const text = Buffer.from(JSON.stringify(content));
    writeFileSync(join(folder, 'manifest.json'), text);
    writeFileSync(join(folder, 'manifest.json.sig'), key.sign(text));
    expect(await verifyFolder(folder)).toMatchObject({ fits: false, file: 'manifest.json' });
  });

  test('signed anew by somebody else: fits its own key, and not the one the site publishes', async () => {
    const folder = copy();
    const forger = publicationKey(randomBytes(32).toString('base64'));
    writeFileSync(join(folder, 'public-key.pem'), pemOf(forger.publicKey));
    writeFileSync(join(folder, 'manifest.json.sig'), forger.sign(readFileSync(join(folder, 'manifest.json'))));
    expect((await verifyFolder(folder)).fits).toBe(false);
    expect(await verifyFolder(folder, key.publicKey)).toMatchObject({ fits: false });
  });

  test('a folder of the first format, whose entries have no ids, still verifies, and its tampering is found', async () => {
    const folder = copy();
    const document = JSON.parse(readFileSync(join(folder, 'edition.json'), 'utf8'));
    for (const line of document.manifest.entries) delete line.entryId;
    document.digest = canonicalDigest(document.manifest);
    const sign = (format: string, text: string) => {
      writeFileSync(join(folder, 'edition.json'), text);
      const content = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      const file = content.files.find(({ path }: { path: string }) => path === 'edition.json');
      Object.assign(file, { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') });
      const manifest = Buffer.from(JSON.stringify({ ...content, format, digest: document.digest }));
      writeFileSync(join(folder, 'manifest.json'), manifest);
      writeFileSync(join(folder, 'manifest.json.sig'), key.sign(manifest));
    };
    sign('xinheng-edition/1', JSON.stringify(document));
    expect(await verifyFolder(folder, key.publicKey)).toMatchObject({ fits: true });
    sign('xinheng-edition/2', JSON.stringify(document));
    expect(await verifyFolder(folder, key.publicKey)).toMatchObject({ fits: false, file: 'edition.json' });
    document.manifest.entries[0].matter = '另一事项';
    sign('xinheng-edition/1', JSON.stringify(document));
    expect(await verifyFolder(folder, key.publicKey)).toMatchObject({ fits: false, file: 'edition.json' });
  });

  test('names are inert in its page', () => {
    const page = readFileSync(join(whole, 'index.html'), 'utf8');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;有限公司');
    expect(page).not.toMatch(/<script|<img|\u202e/);
  });

  test('what was withdrawn before is in none of its files, and it says so', async () => {
    await receive(site.context, withdrawal(hostile));
    const later = temp.path('later');
    expect(await exportFolder(later)).toMatchObject({ complete: false, entries: 2 });
    for (const name of readdirSync(later)) {
      const content = readFileSync(join(later, name), 'utf8');
      for (const hidden of [hostile.uscc, hostile.recordId, '&lt;script']) expect(content, name).not.toContain(hidden);
    }
    expect((await verifyFolder(later)).fits).toBe(true);
  });

  test('never goes over what lies there; of an edition that is not there nothing is left behind', async () => {
    await expect(exportFolder(whole)).rejects.toThrow('已有文件');
    await expect(
      exportEdition(
        { context: site.context, publicUrl: PUBLIC_URL },
        key,
        { list: 'red', number: 9 },
        temp.path('none'),
      ),
    ).rejects.toMatchObject({ code: 'list.not_found' });
    expect(readdirSync(temp.path('.')).filter((name) => name.startsWith('none'))).toEqual([]);
  });
});

describe('xinheng edition verify', () => {
  const run = async (...words: string[]) => {
    const lines: string[] = [];
    let code = 0;
    const io = {
      out: (line: string) => lines.push(line),
      err: (line: string) => lines.push(line),
      exit: (c: number) => {
        code = c;
      },
    };
    await buildProgram(io as never).parseAsync(['node', 'xinheng', 'edition', 'verify', ...words]);
    return { code, text: lines.join('\n') };
  };

  test('tells what fits and what does not', async () => {
    writeFileSync(temp.path('key.pem'), pemOf(key.publicKey));
    expect(await run(whole, '--key', temp.path('key.pem'))).toMatchObject({
      code: 0,
      text: expect.stringContaining('相符：'),
    });
    const folder = copy();
    writeFileSync(join(folder, 'entries.csv'), 'x');
    expect(await run(folder)).toMatchObject({ code: 1, text: expect.stringMatching(/^不符：entries\.csv/) });
    expect((await run(temp.path('nowhere'))).code).toBe(1);
    expect((await run(whole, '--key', join(whole, 'readme.txt'))).code).toBe(2);
  });

  test('what somebody else signed anew never fits: not known whose it is, or not the site’s', async () => {
    const forged = copy();
    const forger = publicationKey(randomBytes(32).toString('base64'));
    signAnew(forged, forger, (document) => {
      document.manifest.entries[0].name = '从未在榜的公司';
    });
    writeFileSync(temp.path('key.pem'), pemOf(key.publicKey));
    // the site's own package is told no better: without a key nothing is known about whose it is
    for (const folder of [forged, whole]) {
      const told = await run(folder);
      expect(told).toMatchObject({ code: 3, text: expect.stringContaining('签名人未经确认') });
      expect(told.text).not.toMatch(/相符：/);
      expect((await run(folder, '--key', join(folder, 'public-key.pem'))).code).toBe(3);
    }
    expect((await run(forged, '--key', temp.path('key.pem'))).code).toBe(1);
    expect((await run(whole, '--key', temp.path('key.pem'))).code).toBe(0);
  });
});

test('over HTTP: the signed package, and the key at its well-known address', async () => {
  const app = await siteServer(site.context, { key });
  const zip = await app.inject('/api/site/v1/editions/red/1/edition.zip');
  expect(zip.headers['content-type']).toBe('application/zip');
  writeFileSync(temp.path('edition.zip'), zip.rawPayload);
  await unzip(temp.path('edition.zip'), temp.path('unpacked'));
  expect(await verifyFolder(join(temp.path('unpacked'), 'red-1'), key.publicKey)).toMatchObject({ fits: true });
  const { fingerprint, pem } = (await app.inject('/api/site/v1/publication-key')).json();
  expect(fingerprint).toBe(fingerprintOf(key.publicKey));
  expect((await app.inject('/.well-known/xinheng-publication-key.pem')).body).toBe(pem);
  await app.close();
});
