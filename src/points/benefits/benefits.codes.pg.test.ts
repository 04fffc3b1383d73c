/** The code a person shows for a benefit, against a real database: yes once, and one same answer to everything else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { benefitCodes } from '../../../tests/support/benefit-codes.ts';
import type { TestPoints } from '../../../tests/support/points-accounts.ts';
import { MINUTE, openPoints, testClock } from '../../../tests/support/systems.ts';
import { closeAccount, exportAccount } from '../accounts/service.ts';
import type { CitizenClaims, SignedInProvider } from '../http.ts';
import { hashOfCode, MISSES } from './rules.ts';
import { codeState, sweepCodes, takeBackCode, verifyCode } from './service.ts';

const clock = testClock('2020-05-20T02:00:00Z');
let points: TestPoints;
let library: SignedInProvider;
let hospital: SignedInProvider;
const { someone, provider, holder, show, told, wholeDatabase } = benefitCodes(() => points, clock);

beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(async () => points?.close());
/** fresh providers, so that one test's misses do not stop another */
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  [library, hospital] = [await provider('library'), await provider('medical')];
});

const verify = (code: string, changes: { by?: SignedInProvider; benefit?: string } = {}) =>
  verifyCode(points.context, changes.by ?? library, { benefit: changes.benefit ?? 'library', code });

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
