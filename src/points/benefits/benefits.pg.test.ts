/** Benefits against a real database: what providers are told, once, and everything they must not be able to find out. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderPublished, RecordPublished } from '#contracts/exchange.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { inventedCitizen, inventedUscc } from '../../../tests/support/people.ts';
import { DAY, MINUTE, openPoints, testClock } from '../../../tests/support/systems.ts';
import { closeAccount, exportAccount, openAccount } from '../accounts/service.ts';
import { consentText } from '../consent/text.ts';
import type { CitizenClaims, SignedInProvider } from '../http.ts';
import { receive } from '../inbox/service.ts';
import { findProvider, providerSelf } from '../providers/service.ts';
import { hashOfCode, MISSES, SMALLEST_COUNT } from './rules.ts';
import {
  benefitCatalogue,
  codeState,
  ownVerifications,
  providerCounts,
  showCode,
  sweepCodes,
  takeBackCode,
  verifyCode,
} from './service.ts';

const ISSUER = 'https://sign-in.test';
const clock = testClock('2020-05-20T02:00:00Z');
let points: Awaited<ReturnType<typeof openPoints>>;
let library: SignedInProvider;
let hospital: SignedInProvider;
let people = 0;
let position = 0;

const event = (type: string, data: Record<string, unknown>): CloudEvent => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/platform',
  type,
  time: clock().toISOString(),
  data,
});

function offer(benefit: string, changes: Partial<ProviderPublished['offers'][number]> = {}) {
  return {
    offerId: randomUUID(),
    benefit,
    title: '优惠一项',
    conditions: '凭核验结果享受',
    areas: [],
    validFrom: '2020-05-01',
    validUntil: null,
    ...changes,
  };
}

async function publish(changes: Partial<ProviderPublished> & { account: string }): Promise<string> {
  const { account, ...rest } = changes;
  position += 1;
  const data = {
    position,
    providerId: randomUUID(),
    name: `单位${position}`,
    uscc: inventedUscc(position),
    accounts: [{ kind: 'staff' as const, digest: accountDigest('staff', ISSUER, account) }],
    offers: [offer('library')],
    ...rest,
  };
  await receive(points.context, event('xinheng.provider.published', data));
  return data.providerId;
}

async function provider(benefit: string): Promise<SignedInProvider> {
  const account = randomUUID();
  await publish({ account, offers: [offer(benefit)] });
  return (await findProvider(points.context, { kind: 'staff', issuer: ISSUER, subject: account }, 'test'))!;
}

beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(async () => points?.close());
/** fresh providers, so that one test's misses do not stop another */
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  [library, hospital] = [await provider('library'), await provider('medical')];
});

const someone = () => {
  people += 1;
  return inventedCitizen(`甄选${people}`, '1985-06-15', people);
};

async function holder({ records = 1 }: { records?: number } = {}): Promise<CitizenClaims> {
  const citizen = someone();
  const textVersion = consentText(points.context.policy).version;
  await openAccount(points.context, { citizen }, { consent: true, textVersion });
  for (let record = 0; record < records; record++) await receive(points.context, published(citizen));
  return citizen;
}

/** twenty points: excellent from the first one on */
function published(citizen: CitizenClaims, changes: Partial<RecordPublished> = {}): CloudEvent {
  position += 1;
  return event('xinheng.record.published', {
    subjectKey: vouchedSubject(points.context.keyring, citizen),
    recordId: randomUUID(),
    position,
    kind: '1.1',
    clause: '1.1',
    title: '援鄂医疗队员',
    matter: '随队支援四十天',
    polarity: 'good',
    department: '市卫生健康委员会',
    occurredOn: '2020-02-15',
    determinedOn: '2020-04-01',
    validFrom: '2020-04-01',
    validUntil: null,
    objectionOpen: false,
    ...changes,
  });
}

const show = (citizen: CitizenClaims, changes: { benefit?: string; providerId?: string } = {}) =>
  showCode(points.context, { citizen }, { consent: true, benefit: 'library', ...changes });
const verify = (code: string, changes: { by?: SignedInProvider; benefit?: string } = {}) =>
  verifyCode(points.context, changes.by ?? library, { benefit: changes.benefit ?? 'library', code });
const told = (citizen: CitizenClaims) => ownVerifications(points.context, { citizen });

async function wholeDatabase(): Promise<string> {
  const { rows: tables } = await points.owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await points.owner.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return texts.join('\n');
}

describe('the code', () => {
  test('is yes once; the person sees who asked, when, about what, and the answer', async () => {
    const citizen = await holder();
    const { code, expiresAt } = await show(citizen, { providerId: library.providerId });
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(expiresAt).toBe('2020-05-20T02:02:00.000Z');
    expect(await codeState(points.context, { citizen })).toEqual({ state: 'waiting', expiresAt });
    const answer = await verify(code);
    expect(answer).toEqual({
      answer: 'yes',
      benefit: 'library',
      title: '图书借阅',
      titleEn: 'Library loans',
      basicService: '凭证件照常借阅',
      basicServiceEn: 'borrowing with a card, as everybody does',
      at: '2020-05-20T02:00:00.000Z',
    });
    expect(await codeState(points.context, { citizen })).toEqual({ state: 'none', expiresAt: null });
    expect(await told(citizen)).toMatchObject([{ provider: library.name, benefit: 'library', answer: 'yes' }]);
    expect((await verify(code)).answer).toBe('no');
    expect((await exportAccount(points.context, { citizen })).verifications).toHaveLength(1);
  });

  test('typed with spaces, hyphens, small or full-width letters, and letters mistaken for digits, is the same code', async () => {
    const citizen = await holder();
    const { code } = await show(citizen);
    const typed = ` ${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    const wide = [...typed].map((letter) =>
      /[a-z]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
    );
    expect((await verify(wide.join(''))).answer).toBe('yes');
  });

  test('two scans at the same instant: one yes', async () => {
    const citizen = await holder();
    const { code } = await show(citizen);
    const answers = await Promise.all(Array.from({ length: 8 }, () => verify(code)));
    expect(answers.filter(({ answer }) => answer === 'yes')).toHaveLength(1);
    expect((await told(citizen)).filter(({ answer }) => answer === 'yes')).toHaveLength(1);
  });

  test('is good for two minutes and not a second longer, and then leaves no row', async () => {
    const [early, late] = [await holder(), await holder()];
    const [first, second] = [await show(early), await show(late)];
    clock.forward(2 * MINUTE - 1);
    expect((await verify(first.code)).answer).toBe('yes');
    clock.forward(1);
    expect((await verify(second.code)).answer).toBe('no');
    await sweepCodes(points.context);
    const { rows } = await points.owner.query('SELECT FROM benefit_code');
    expect(rows).toHaveLength(0);
  });

  test('a new one takes the place of the one before; one taken back is good for nothing', async () => {
    const citizen = await holder();
    const [first, second] = [await show(citizen), await show(citizen)];
    expect((await verify(first.code)).answer).toBe('no');
    await takeBackCode(points.context, { citizen });
    expect((await verify(second.code)).answer).toBe('no');
    expect(await told(citizen)).toEqual([]);
  });

  test('is kept only as a digest', async () => {
    const citizen = await holder();
    const { code } = await show(citizen);
    const everything = await wholeDatabase();
    expect(everything).toContain(hashOfCode(code).toString('hex'));
    expect(everything).not.toContain(code);
  });

  test('needs the level; below it the person’s own screen names the basic service', async () => {
    const citizen = await holder({ records: 0 });
    await expect(show(citizen)).rejects.toMatchObject({
      code: 'benefit.not_unlocked',
      said: { zh: '凭证件照常借阅', en: expect.any(String) },
    });
    await expect(show(someone())).rejects.toMatchObject({ code: 'account.not_found' });
  });

  test('is given for what a provider offers, and for nothing else', async () => {
    const citizen = await holder();
    await expect(show(citizen, { benefit: 'lottery' })).rejects.toMatchObject({ code: 'benefit.unknown' });
    await expect(show(citizen, { providerId: hospital.providerId })).rejects.toMatchObject({ code: 'benefit.unknown' });
    await expect(verify('whatever', { by: hospital })).rejects.toMatchObject({ code: 'benefit.unknown' });
  });
});

describe('everything that is not yes is the same answer', () => {
  const ways: readonly [string, (citizen: CitizenClaims) => Promise<string>][] = [
    ['a code nobody was given', async () => 'AAAA2222'],
    ['no code at all', async () => '🧧'],
    ['a hostile text', async () => `'; DROP TABLE account; --`],
    [
      'a code already used',
      async (citizen) => {
        const { code } = await show(citizen);
        await verify(code);
        return code;
      },
    ],
    [
      'a code that ran out',
      async (citizen) => {
        const { code } = await show(citizen);
        clock.forward(3 * MINUTE);
        return code;
      },
    ],
    ['a code for another benefit', async (citizen) => (await show(citizen, { benefit: 'medical' })).code],
    [
      'a code for another provider',
      async (citizen) => {
        const other = await provider('library');
        return (await show(citizen, { providerId: other.providerId })).code;
      },
    ],
    [
      'a code whose consent was taken back',
      async (citizen) => {
        const { code } = await show(citizen);
        await takeBackCode(points.context, { citizen });
        return code;
      },
    ],
    [
      'a code of an account closed since',
      async (citizen) => {
        const { code } = await show(citizen);
        await closeAccount(points.context, { citizen });
        return code;
      },
    ],
    [
      'a code of somebody who fell below the level since',
      async (citizen) => {
        const { code } = await show(citizen);
        await points.owner.query(`UPDATE contribution SET valid_until = '2020-05-19' WHERE subject_key = $1`, [
          vouchedSubject(points.context.keyring, citizen),
        ]);
        return code;
      },
    ],
  ];

  test.each(ways)('%s', async (_what, codeOf) => {
    const code = await codeOf(await holder());
    const answer = await verify(code);
    expect({ ...answer, at: '' }).toEqual({
      answer: 'no',
      benefit: 'library',
      title: '图书借阅',
      titleEn: 'Library loans',
      basicService: '凭证件照常借阅',
      basicServiceEn: 'borrowing with a card, as everybody does',
      at: '',
    });
  });

  test('a live code in the wrong hands stays good for the right ones, and the person sees who tried', async () => {
    const citizen = await holder();
    const other = await provider('library');
    const { code } = await show(citizen, { providerId: library.providerId });
    expect((await verify(code, { by: other })).answer).toBe('no');
    clock.forward(1000);
    expect((await verify(code)).answer).toBe('yes');
    expect((await told(citizen)).map(({ provider: name, answer }) => [name, answer])).toEqual([
      [library.name, 'yes'],
      [other.name, 'no'],
    ]);
  });

  test('too many of them, and the provider waits; nobody else does', async () => {
    for (let miss = 0; miss < MISSES.most; miss++) await verify('AAAA2222');
    const citizen = await holder();
    const { code } = await show(citizen);
    await expect(verify(code)).rejects.toMatchObject({ code: 'request.too_many' });
    expect((await verify(code, { by: await provider('library') })).answer).toBe('yes');
    clock.forward(MISSES.minutes * MINUTE + 1);
    expect((await verify((await show(citizen)).code)).answer).toBe('yes');
  });
});

describe('points-only-unlock', () => {
  test('no answer to a provider and no row of its own says a figure, a level, a name, a number or whose it was', async () => {
    const citizen = await holder({ records: 2 });
    const { code } = await show(citizen);
    const answers = JSON.stringify([
      await providerSelf(points.context, library),
      await verify(code),
      await verify(code),
      await providerCounts(points.context, library),
    ]);
    for (const secret of [citizen.name, citizen.documentNumber, citizen.birthDate, '优秀', '极好', '120', '援鄂'])
      expect(answers, secret).not.toContain(secret);
    expect(answers).not.toContain(vouchedSubject(points.context.keyring, citizen));
    const own = (await wholeDatabase()).split('\n').filter((row) => /^public\.provider/.test(row));
    expect(own.length).toBeGreaterThan(3);
    for (const row of own) expect(row).not.toContain(vouchedSubject(points.context.keyring, citizen));
  });

  test('a provider’s figures are its own, by day, and coarse while they are small', async () => {
    const show_ = async () => verify((await show(await holder())).code);
    for (let count = 0; count < SMALLEST_COUNT - 1; count++) await show_();
    const today = localDateAt(clock());
    expect((await providerCounts(points.context, library)).items).toMatchObject([{ day: today, confirmed: null }]);
    await show_();
    expect((await providerCounts(points.context, library)).items).toMatchObject([
      { day: today, benefit: 'library', confirmed: SMALLEST_COUNT },
    ]);
    expect((await providerCounts(points.context, hospital)).items).toEqual([]);
  });

  test('closing takes codes and verifications along; the provider’s figure stays and is about nobody', async () => {
    const citizen = await holder();
    const key = vouchedSubject(points.context.keyring, citizen);
    await verify((await show(citizen)).code);
    await show(citizen);
    await closeAccount(points.context, { citizen });
    const rows = (await wholeDatabase()).split('\n').filter((row) => row.includes(key));
    expect(rows).toEqual([expect.stringMatching(/^public\.closing_receipt: /)]);
  });

  test('closing and scanning at the same instant end in one order or the other, never halfway', async () => {
    for (let round = 0; round < 5; round++) {
      const citizen = await holder();
      const { code } = await show(citizen);
      const [closed, answer] = await Promise.all([closeAccount(points.context, { citizen }), verify(code)]);
      expect(closed.receiptId).toBeDefined();
      expect(['yes', 'no']).toContain(answer.answer);
    }
  });

  test('somebody without an account leaves no trace by asking', async () => {
    const stranger = someone();
    const before = await wholeDatabase();
    await expect(show(stranger)).rejects.toMatchObject({ code: 'account.not_found' });
    await expect(told(stranger)).rejects.toMatchObject({ code: 'account.not_found' });
    expect(await codeState(points.context, { citizen: stranger })).toMatchObject({ state: 'none' });
    expect(await wholeDatabase()).toBe(before);
  });
});

describe('what the platform tells about providers', () => {
  test('the newest position wins in any order; a withdrawal closes the door at once and stays', async () => {
    const account = randomUUID();
    const claims = { kind: 'staff' as const, issuer: ISSUER, subject: account };
    const providerId = await publish({ account, name: '旅行社' });
    const late = { providerId, name: '旅行社旧名', position: position - 0.5 };
    expect(await findProvider(points.context, claims, '')).toMatchObject({ providerId, name: '旅行社' });
    position += 1;
    const gone = event('xinheng.provider.withdrawn', { providerId, position });
    expect(await receive(points.context, gone)).toBe('accepted');
    expect(await receive(points.context, gone)).toBe('known');
    await publish({ ...late, account, position: position - 1 });
    expect(await findProvider(points.context, claims, '')).toBeNull();
    const catalogue = JSON.stringify(await benefitCatalogue(points.context));
    expect(catalogue).not.toContain('旅行社');
  });

  test('an account that changed hands belongs to the newer registration, whichever message comes first', async () => {
    const account = randomUUID();
    const claims = { kind: 'staff' as const, issuer: ISSUER, subject: account };
    position += 10;
    const newer = await publish({ account, name: '新单位', position });
    await publish({ account, name: '旧单位', position: position - 5 });
    expect(await findProvider(points.context, claims, '')).toMatchObject({ providerId: newer });
  });

  test('offers stand in the catalogue on the days they are valid, with the level of the notice and no other', async () => {
    const name = '养老院';
    await publish({
      account: randomUUID(),
      name,
      offers: [
        offer('elderly-care', {
          validFrom: '2020-05-20',
          validUntil: '2020-05-21',
          areas: ['410105'],
          titleEn: 'Day care',
        }),
      ],
    });
    const shown = async () =>
      (await benefitCatalogue(points.context)).benefits.find(({ id }) => id === 'elderly-care')!;
    expect(await shown()).toMatchObject({
      level: { title: '信用优秀' },
      offers: [{ provider: { name }, areas: ['410105'], titleEn: 'Day care', conditionsEn: null }],
    });
    clock.forward(2 * DAY);
    expect((await shown()).offers).toEqual([]);
    clock.set('2020-05-19T02:00:00Z');
    expect((await shown()).offers).toEqual([]);
  });

  test('the database itself refuses a sole trader, who is a natural person', async () => {
    await expect(
      points.owner.query(
        `INSERT INTO provider (provider_id, position, received_at, name, uscc) VALUES ($1, 1, now(), '某店', '92410103MA45L6X2XW')`,
        [randomUUID()],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });
});
