/** Providers of benefits against a real database: what the platform tells about them, and everything they must not be able to find out. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { benefitCodes, ISSUER, offer } from '../../../tests/support/benefit-codes.ts';
import { receiveAtPoints as receive } from '../../../tests/support/inbox.ts';
import type { TestPoints } from '../../../tests/support/points-accounts.ts';
import { DAY, openPoints, testClock } from '../../../tests/support/systems.ts';
import { closeAccount } from '../accounts/service.ts';
import type { SignedInProvider } from '../http.ts';
import { findProvider, providerSelf } from '../providers/service.ts';
import { SMALLEST_COUNT } from './rules.ts';
import { benefitCatalogue, codeState, providerCounts, verifyCode } from './service.ts';

const clock = testClock('2020-05-20T02:00:00Z');
let points: TestPoints;
let library: SignedInProvider;
let hospital: SignedInProvider;
const { stream, someone, event, publish, provider, holder, show, told, wholeDatabase } = benefitCodes(
  () => points,
  clock,
);

beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(async () => points?.close());
/** fresh providers, so that one test's misses do not stop another */
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  [library, hospital] = [await provider('library'), await provider('medical')];
});

const verify = (code: string) => verifyCode(points.context, library, { benefit: 'library', code });

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
    const late = { providerId, name: '旅行社旧名', position: stream.position - 0.5 };
    expect(await findProvider(points.context, claims, '')).toMatchObject({ providerId, name: '旅行社' });
    stream.position += 1;
    const gone = event('xinheng.provider.withdrawn', { providerId, position: stream.position });
    expect(await receive(points.context, gone)).toBe('accepted');
    expect(await receive(points.context, gone)).toBe('known');
    await publish({ ...late, account, position: stream.position - 1 });
    expect(await findProvider(points.context, claims, '')).toBeNull();
    const catalogue = JSON.stringify(await benefitCatalogue(points.context));
    expect(catalogue).not.toContain('旅行社');
  });

  test('an account that changed hands belongs to the newer registration, whichever message comes first', async () => {
    const account = randomUUID();
    const claims = { kind: 'staff' as const, issuer: ISSUER, subject: account };
    stream.position += 10;
    const newer = await publish({ account, name: '新单位', position: stream.position });
    await publish({ account, name: '旧单位', position: stream.position - 5 });
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
