/** Providers at the platform: two people for every change, what is refused, and what the points system is told. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProviderRegistration } from '#contracts/providers.ts';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import type { Actor } from '../access/index.ts';
import { decideProposal, listProviders, proposeRegistration, proposeWithdrawal } from './index.ts';

const ISSUER = 'https://sign-in.test';
let platform: TestPlatform;
let first: Actor;
let second: Actor;
let order = 700;

beforeAll(async () => {
  platform = await createPlatform();
  first = platform.actors['creditOffice']!;
  second = platform.actors['creditOfficeSecond']!;
});
afterAll(async () => platform?.close());

function registration(changes: Partial<ProviderRegistration> = {}): ProviderRegistration {
  order += 1;
  return {
    name: `图书馆${order}`,
    uscc: inventedUscc(order),
    accounts: [{ kind: 'staff', subject: `desk-${order}`, label: '服务台' }],
    offers: [
      {
        benefit: 'library',
        title: '免押金借书',
        titleEn: 'Borrowing without deposit',
        conditions: '凭核验结果免收押金，最多借十册',
        areas: ['410105'],
        validFrom: '2020-05-01',
        validUntil: null,
      },
    ],
    ...changes,
  };
}

const propose = (request = registration(), providerId?: string) =>
  proposeRegistration(platform.context, first, ISSUER, request, providerId);
const confirm = (proposalId: string, actor = second) =>
  decideProposal(platform.context, actor, proposalId, { decision: 'confirmed' });
async function registered(request = registration()) {
  const made = await propose(request);
  return { ...made, provider: await confirm(made.proposalId) };
}
async function messages(providerId: string) {
  const { rows } = await platform.owner.query<{ type: string; data: Record<string, unknown> }>(
    `SELECT type, data FROM outbox WHERE data->>'providerId' = $1 ORDER BY position`,
    [providerId],
  );
  return rows;
}

describe('registering', () => {
  test('a proposal tells nobody; confirmed by another, the points system learns of it without any account’s name', async () => {
    const request = registration();
    const { providerId, proposalId } = await propose(request);
    expect(await messages(providerId)).toEqual([]);
    const provider = await confirm(proposalId);
    expect(provider).toMatchObject({ standing: 'registered', pending: null, registration: { name: request.name } });
    const [message] = await messages(providerId);
    expect(message).toMatchObject({
      type: 'xinheng.provider.published',
      data: {
        name: request.name,
        accounts: [{ kind: 'staff', digest: accountDigest('staff', ISSUER, request.accounts[0]!.subject) }],
        offers: [{ title: '免押金借书', titleEn: 'Borrowing without deposit' }],
      },
    });
    expect(JSON.stringify(message)).not.toContain(request.accounts[0]!.subject);
    expect(JSON.stringify(message)).not.toContain('服务台');
  });

  test('four-eyes: who proposed cannot confirm, by rule and by the database itself', async () => {
    const { providerId, proposalId } = await propose();
    await expect(confirm(proposalId, first)).rejects.toMatchObject({ code: 'four_eyes.violated' });
    await expect(
      platform.asApplication(
        `INSERT INTO provider_decision (proposal_id, decision, decided_by, decided_at) VALUES ($1, 'confirmed', $2, now())`,
        [proposalId, first.id],
      ),
    ).rejects.toMatchObject({ constraint: 'provider_four_eyes' });
    expect(await messages(providerId)).toEqual([]);
  });

  test('two confirmations at the same instant: one registration, one message', async () => {
    const third = await platform.officer('credit-office', 'credit-office');
    const { providerId, proposalId } = await propose();
    const outcomes = await Promise.allSettled([confirm(proposalId), confirm(proposalId, third)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await messages(providerId)).toHaveLength(1);
  });

  test('declining says why and changes nothing; the proposer may take it back', async () => {
    const { providerId, proposalId } = await propose();
    await expect(decideProposal(platform.context, second, proposalId, { decision: 'declined' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    const provider = await decideProposal(platform.context, first, proposalId, {
      decision: 'declined',
      reason: '材料没有交齐',
    });
    expect(provider).toMatchObject({ providerId, standing: 'declined', registration: null });
    await expect(confirm(proposalId)).rejects.toMatchObject({ code: 'action.not_available' });
    expect(await messages(providerId)).toEqual([]);
  });

  const offer = registration().offers[0]!;
  test.each<[string, () => Partial<ProviderRegistration>]>([
    ['a benefit the notice does not name', () => ({ offers: [{ ...offer, benefit: 'lottery' }] })],
    ['an area that is not the city’s', () => ({ offers: [{ ...offer, areas: ['110101'] }] })],
    ['an offer that ends before it begins', () => ({ offers: [{ ...offer, validUntil: '2020-04-01' }] })],
    ['another provider’s offer id', () => ({ offers: [{ ...offer, offerId: randomUUID() }] })],
    ['a code that fails its check', () => ({ uscc: `${inventedUscc(1).slice(0, 17)}*` })],
    ['a sole trader, who is a natural person', () => ({ uscc: '92410103MA45L6X2XW' })],
    ['the same account twice', () => ({ accounts: Array(2).fill({ kind: 'staff', subject: 'x', label: '台' }) })],
    ['an identity number among the words', () => ({ name: `书店${inventedResidentId('1985-06-15', 3)}` })],
    ['what the law forbids to hold', () => ({ offers: [{ ...offer, conditions: '须为天主教信徒' }] })],
    ['the same among the English words', () => ({ offers: [{ ...offer, conditionsEn: '须为天主教信徒' }] })],
  ])('refuses %s', async (_what, changes) => {
    await expect(propose(registration(changes()))).rejects.toMatchObject({ code: 'request.invalid' });
  });

  test('an account opens the door of one provider only, also when both proposals were waiting', async () => {
    const accounts: ProviderRegistration['accounts'] = [{ kind: 'machine', subject: 'shared', label: '系统' }];
    const [one, other] = [await propose(registration({ accounts })), await propose(registration({ accounts }))];
    await confirm(one.proposalId);
    await expect(confirm(other.proposalId)).rejects.toMatchObject({ code: 'provider.account_taken' });
    await expect(propose(registration({ accounts }))).rejects.toMatchObject({ code: 'provider.account_taken' });
  });
});

describe('altering and withdrawing', () => {
  test('an alteration keeps the ids of offers that stay, and is a whole new registration to the points system', async () => {
    const request = registration();
    const { providerId, provider } = await registered(request);
    const kept = provider.registration!.offers[0]!;
    const change = await propose(
      { ...request, offers: [{ ...kept, title: '免押金借书二十册' }, request.offers[0]!] },
      providerId,
    );
    await expect(propose(request, providerId)).rejects.toMatchObject({ code: 'action.not_available' });
    const altered = await confirm(change.proposalId);
    expect(altered.registration!.offers[0]).toMatchObject({ offerId: kept.offerId, title: '免押金借书二十册' });
    expect(altered.registration!.offers).toHaveLength(2);
    expect((await messages(providerId)).map(({ type }) => type)).toEqual(Array(2).fill('xinheng.provider.published'));
  });

  test('a withdrawal needs two as well, tells the points system, and may be followed by a new registration', async () => {
    const request = registration();
    const { providerId } = await registered(request);
    const { proposalId } = await proposeWithdrawal(platform.context, first, providerId, { reason: '单位停业' });
    await expect(confirm(proposalId, first)).rejects.toMatchObject({ code: 'four_eyes.violated' });
    expect(await confirm(proposalId)).toMatchObject({ standing: 'withdrawn', registration: null });
    expect((await messages(providerId)).at(-1)).toMatchObject({ type: 'xinheng.provider.withdrawn' });
    await expect(proposeWithdrawal(platform.context, first, providerId, { reason: '再撤一次' })).rejects.toMatchObject({
      code: 'action.not_available',
    });
    const again = await propose(request, providerId);
    expect(await confirm(again.proposalId)).toMatchObject({ standing: 'registered' });
  });

  test('history cannot be rewritten', async () => {
    await expect(platform.owner.query(`UPDATE provider_proposal SET reason = 'x'`)).rejects.toMatchObject({
      code: '42501',
    });
    await expect(platform.owner.query('DELETE FROM provider_decision')).rejects.toMatchObject({ code: '42501' });
  });
});

test('the list shows what waits, by whom it was proposed, and the benefits with the level the notice asks', async () => {
  await propose();
  const list = await listProviders(platform.context, first);
  expect(list.items.some(({ pending }) => pending?.own && pending.proposedBy === first.name)).toBe(true);
  expect(list.benefits).toHaveLength(7);
  expect(new Set(list.benefits.map(({ level }) => level))).toEqual(new Set(['信用优秀']));
});
