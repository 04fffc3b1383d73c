/** Platform, points and site joined by real HTTP on loopback, with people who have records and open accounts. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Send } from '#contracts/webhook.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { type Actor, systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import { writeAudit } from '#platform/audit.ts';
import type { PlatformTx } from '#platform/database.ts';
import { deliverable } from '#platform/exchange/inbox.ts';
import { deliver, deliverRecord, exchangeRoutes, withdrawRecord } from '#platform/exchange/index.ts';
import { recordsInForce } from '#platform/exchange/store.ts';
import { openAccount, viewAccount } from '#points/accounts/service.ts';
import { consentText } from '#points/consent/text.ts';
import { deliver as deliverFromPoints, pointsInboxRoutes } from '#points/index.ts';
import { askHoldings } from '#runtime/exchange/holdings.ts';
import { signedSender } from '#runtime/exchange/signed-sender.ts';
import { siteInboxRoutes } from '#site/index.ts';
import { insertOfficer } from './officers.ts';
import { inventedCitizen } from './people.ts';
import { siteServer } from './site-server.ts';
import { newSecret, openPlatform, openPoints, openSite, testClock, testServer } from './systems.ts';

export const START = '2020-05-20T02:00:00Z';
export const system = systemActor('test');
export const creditOffice: Actor = {
  kind: 'officer',
  id: randomUUID(),
  name: '经办',
  departmentId: 'credit-office',
  roles: ['credit-office'],
  posts: [{ role: 'credit-office', departmentId: 'credit-office' }],
};
type Citizen = ReturnType<typeof inventedCitizen>;

/** Ids in the outbox that are neither acknowledged nor withheld, oldest first. */
export async function waiting(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM outbox o WHERE NOT EXISTS (SELECT FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome IN ('acknowledged', 'withheld', 'refused')) ORDER BY position`,
  );
  return rows.map((row) => row.id);
}

/** What the act that delivers would log: without an entry nothing is committed. */
export const logged = (tx: PlatformTx, at: Date, who: Actor = system) =>
  writeAudit(tx, who, { ...{ at, action: 'batch.waiting', objectType: 'batch', objectId: 'test' } });

/** Its steps are fields, so that a test takes the ones it needs by name before the systems are open. */
export class TestExchange {
  readonly clock = testClock(START);
  readonly secrets = { points: [newSecret()], site: [newSecret()] };
  /** where each is reached; a test may take one away */
  readonly address = { platform: '', points: '', site: '' };
  platform!: Awaited<ReturnType<typeof openPlatform>>;
  points!: Awaited<ReturnType<typeof openPoints>>;
  #site!: Awaited<ReturnType<typeof openSite>>;
  readonly #servers: FastifyInstance[] = [];
  #people = 100;

  async start(): Promise<this> {
    this.platform = await openPlatform(this.clock);
    await this.platform.owner.query(
      "INSERT INTO department (id, name, parent_id, level, functions) VALUES ('credit-office', '市信用办', NULL, 'city', '{}')",
    );
    await insertOfficer(this.platform.owner, {
      id: creditOffice.id,
      departmentId: 'credit-office',
      roles: ['credit-office'],
    });
    this.points = await openPoints(this.clock);
    this.#site = await openSite(this.clock);
    const { address, secrets } = this;
    address.platform = await this.#listen((app) => this.#platformRoutes(app));
    address.points = await this.#listen(async (app) => {
      await app.register(pointsInboxRoutes, { context: this.points.context, inboxSecrets: secrets.points });
    });
    address.site = await this.#listen(async (app) => {
      await app.register(siteInboxRoutes, { context: this.#site.context, inboxSecrets: secrets.site });
      await siteServer(this.#site.context, {}, app);
    });
    return this;
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
    await Promise.all([this.platform?.close(), this.points?.close(), this.#site?.close()]);
  }

  async #listen(build: (app: FastifyInstance) => Promise<void>): Promise<string> {
    const app = await testServer();
    this.#servers.push(app);
    await build(app);
    return app.listen({ port: 0, host: '127.0.0.1' });
  }

  async #platformRoutes(app: FastifyInstance): Promise<void> {
    app.decorateRequest('actor', null);
    app.addHook('onRequest', async (request) => {
      request.actor = request.headers['x-test-actor'] === 'credit-office' ? creditOffice : null;
    });
    await app.register(exchangeRoutes, {
      context: this.platform.context,
      inboxSecrets: this.secrets.points,
      askHoldings: (to) => {
        if (this.address[to] === '') throw new Error('unreachable');
        return this.holdingsOf(to, this.secrets[to]);
      },
    });
  }

  readonly inbox = (to: 'platform' | 'points' | 'site') => `${this.address[to]}/inbox`;
  readonly holdingsOf = (to: 'points' | 'site', keys: readonly string[]) =>
    askHoldings({ url: this.inbox(to), secrets: keys }, this.clock);
  readonly toReceivers: Send<'points' | 'site'> = (to, event) =>
    signedSender({
      endpoints: {
        points: { url: this.inbox('points'), secrets: this.secrets.points },
        site: { url: this.inbox('site'), secrets: this.secrets.site },
      },
      clock: this.clock,
    })(to, event);
  readonly toPlatform: Send<'platform'> = (to, event) =>
    signedSender({
      endpoints: { platform: { url: this.inbox('platform'), secrets: this.secrets.points } },
      clock: this.clock,
    })(to, event);

  readonly deliverAll = async (): Promise<void> => {
    await deliverFromPoints(this.points.context, this.toPlatform);
    for (const to of ['points', 'site'] as const) await deliver(this.platform.context, to, this.toReceivers);
  };

  readonly someone = (): Citizen => {
    this.#people += 1;
    return inventedCitizen(`往来${this.#people}`, '1980-02-02', this.#people);
  };
  /** as the platform knows the person */
  readonly keyOf = (citizen: Citizen) => vouchedSubject(this.platform.context.keyring, citizen);
  /** as the two name the person to each other */
  readonly namedAs = (citizen: Citizen) => pseudonyms(this.platform.context.keyring).of(this.keyOf(citizen));
  readonly pairing = () => pseudonyms(this.platform.context.keyring).mark;
  readonly open = (citizen: Citizen) => {
    const { context } = this.points;
    return openAccount(context, { citizen }, { consent: true, textVersion: consentText(context.policy).version });
  };

  /** A determined good record of a person, as determination writes it, with its delivery in the same transaction. */
  readonly determine = async (citizen: Citizen, matter = '在社区卡点值守'): Promise<string> => {
    const recordId = randomUUID();
    const subjectKey = this.keyOf(citizen);
    const { context, database, owner } = this.platform;
    await owner.query(
      `INSERT INTO submission (subject_key, fact_key, batch_id, row_number, subject_type, verdict, kind, version, matter, occurred_on,
         reporting_department, competent_department, reporter_id, sealed)
       VALUES ($1, $2, 1, 2, 'person', 'accepted', '2020-2/1.3', 1, $3, '2020-03-01', 'civil-affairs-bureau', $4, $5, '\\x00')`,
      [subjectKey, recordId, matter, context.policy.departments[1]?.id, randomUUID()],
    );
    await owner.query(
      `INSERT INTO record (subject_key, record_id, case_key, subject_type, polarity, kind, version, clause, matter, occurred_on,
         reporting_department, determining_department, determined_by, determined_at, valid_from, batch_id, row_number)
       VALUES ($1, $2, $2, 'person', 'good', '2020-2/1.3', 1, '2020-2/1.3', $3, '2020-03-01', 'civil-affairs-bureau', $4, $5, $6, '2020-05-01', 1, 2)`,
      [subjectKey, recordId, matter, context.policy.departments[1]?.id, randomUUID(), this.clock()],
    );
    await transact(database, system, async (tx) => {
      const [record] = await recordsInForce(tx, subjectKey, '2020-05-20', recordId);
      if (record) await deliverRecord(tx, context, deliverable(record));
      await logged(tx, this.clock());
    });
    return recordId;
  };

  readonly revoke = async (citizen: Citizen, recordId: string): Promise<void> => {
    const subjectKey = this.keyOf(citizen);
    const { context, database, owner } = this.platform;
    await owner.query(
      `INSERT INTO record_change (subject_key, record_id, sequence, change, effective_on, reason, basis, actor_id, department_id, at)
       VALUES ($1, $2, 1, 'revoked', '2020-05-20', '依据已撤销', '测', $3, 'credit-office', now())`,
      [subjectKey, recordId, randomUUID()],
    );
    await transact(database, system, async (tx) => {
      await withdrawRecord(tx, context, { subjectKey, recordId, reason: 'revoked', effectiveOn: '2020-05-20' });
      await logged(tx, this.clock());
    });
  };

  readonly matters = async (citizen: Citizen) =>
    (await viewAccount(this.points.context, { citizen })).records.map((record) => record.matter);
  readonly outboxOf = async (citizen: Citizen): Promise<string[]> =>
    (
      await this.platform.owner.query<{ id: string }>(
        'SELECT id FROM outbox WHERE subject_key = $1 ORDER BY position',
        [this.keyOf(citizen)],
      )
    ).rows.map((row) => row.id);
}
