/** Puts the platform together: context, sign-in, routes of its domains, background jobs. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { TaskList } from 'graphile-worker';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { RECIPIENTS, type Recipient } from '#contracts/vocabulary.ts';
import type { Policies } from '#kernel/policy/in-force.ts';
import { livePolicy } from '#kernel/policy/live-policy.ts';
import type { Department, Policy } from '#kernel/policy/policy.ts';
import { withRetired } from '#kernel/policy/retired-departments.ts';
import { LogKeeper } from '#log/log-keeper.ts';
import { HeadFile } from '#log/log-memory.ts';
import { standingStill } from '#log/one-instant.ts';
import { accessRoutes, refreshDepartments, withLogins } from '#platform/access/index.ts';
import { counterActsSettled, counterRoutes, ownCounterRoutes } from '#platform/counter-desk/index.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { caseEvidenceRoutes, casesSettled, determinationRoutes } from '#platform/determination/index.ts';
import { enactingRoutes } from '#platform/enacting/index.ts';
import { EVIDENCE_LIMITS, type EvidenceContext, sweepEvidence } from '#platform/evidence/index.ts';
import { deliverAndMend, discloseEarlierRecords, exchangeRoutes, sendDirectory } from '#platform/exchange/index.ts';
import { openFileStore } from '#platform/files/index.ts';
import {
  DEFAULT_LIMITS,
  type IntakeContext,
  intakeRoutes,
  processBatch,
  resumeBatches,
  sweepFiles,
} from '#platform/intake/index.ts';
import { listsRoutes } from '#platform/lists/index.ts';
import { noticeRoutes } from '#platform/notices/index.ts';
import { oversightRoutes, platformLog, prepareLogMonths, recordCheckpoint } from '#platform/oversight/index.ts';
import { ownDataRoutes, reportVerificationRoutes } from '#platform/own-data/index.ts';
import { assistedReportRoutes, expireDrafts, ownReportRoutes, reportsSettled } from '#platform/own-reports/index.ts';
import { type PackState, policyRoutes, requireEnactedKinds } from '#platform/policy/index.ts';
import { providerRoutes } from '#platform/providers/index.ts';
import { endHolds, registryRoutes, withdrawExpired } from '#platform/registry/index.ts';
import { myRightsRoutes, requestsSettled, rightsRoutes } from '#platform/rights/index.ts';
import { refreshStatistics } from '#platform/statistics.ts';
import { publishPunctuality, supervisionRoutes } from '#platform/supervision/index.ts';
import type { SignInSettings } from '../config.ts';
import { policyFolder } from '../enacted-policy.ts';
import { askHeld, askHoldings } from '../exchange/holdings.ts';
import { signedSender } from '../exchange/signed-sender.ts';
import { type ApplicantSession, applicantDoor, subjectKeysOf } from '../http/applicant-door.ts';
import { CONSOLE, MY, serveFrontEnd } from '../http/front-end.ts';
import { type OfficerSession, officerDoor } from '../http/officer-door.ts';
import { openIdClient } from '../http/open-id.ts';
import { documentOf, Sessions, sessionOwner } from '../http/sessions.ts';
import { signIn } from '../http/sign-in.ts';
import { inspectPolicyFolder } from '../policy.ts';
import { openDatabase, openPool, WORK } from '../postgres/pool.ts';
import { uuid7 } from '../uuid.ts';
import { type AssembledSystem, CITIZEN_SESSION, inboxOf, type Parts, PLATFORM_SESSION } from './system.ts';

const PREFIX = '/api/platform';

/** The platform while it is put together. */
interface Platform {
  readonly parts: Parts;
  readonly context: IntakeContext & EvidenceContext;
  /** entered with the login that knows who is signed in */
  readonly signIns: Kysely<PlatformDatabase>;
  /** what officers sign in with, and citizens and representatives */
  readonly signIn: { readonly officers: SignInSettings; readonly applicants: SignInSettings };
  readonly peers: Readonly<Record<Recipient, { readonly url: string; readonly secrets: readonly string[] }>>;
}

type Ways = Parameters<typeof deliverAndMend>[2];

export function assemblePlatform(parts: Parts): AssembledSystem {
  const { config } = parts;
  const { platform: officers, my: applicants } = parts.signIn;
  if (!officers || !applicants) throw new RangeError('the platform needs sign-in settings');
  const pools = openPools(parts);
  const { web: pool, background } = pools;
  // departments of earlier packs: known once the database was asked
  const retired: Department[] = [];
  const bare = contextOf(parts, pools, () => retired);
  const keeper = new LogKeeper(platformLog(bare), new HeadFile(config.dataDirectory));
  const context = { ...bare, logMemory: keeper };
  const peers = peersOf(config);
  const signIns = openDatabase<PlatformDatabase>(pools.signIn);
  const platform: Platform = { parts, context, signIns, signIn: { officers, applicants }, peers };
  const noteClock = () => noteClockShift(background, parts);
  const ways: Ways = {
    send: signedSender({ endpoints: peers, clock: parts.wallClock }),
    askHeld: (recipient, question) => askHeld(peers[recipient], parts.wallClock, question),
  };
  // read once, at the time the rules themselves were read: what lies on the disk later is not what is in force
  const inspected = inspectPolicyFolder(config.policyDirectory, config.moreNotices);
  const bodies = async () => void retired.splice(0, retired.length, ...(await refreshDepartments(context)));
  return {
    name: 'platform',
    pool,
    background,
    noteClock,
    pools: Object.values(pools),
    async prepare() {
      keeper.watch(context.database);
      for (const one of context.policy.notices()) await requireEnactedKinds(context.database, one);
      await noteClock();
      await prepareLogMonths({ ...context, database: openDatabase<PlatformDatabase>(background) });
      await bodies();
      await resumeBatches(context);
      await discloseEarlierRecords(context);
      await keeper.seal();
    },
    async rulesChanged() {
      for (const one of context.policy.notices()) await requireEnactedKinds(context.database, one);
      await bodies();
    },
    async mount(scope) {
      scope.decorateRequest('actor', null);
      scope.decorateRequest('applicant', null);
      // each door in a scope of its own, so that neither cookie opens the other's routes
      await scope.register((own) => officersDoor(own, platform, () => packState(parts, inspected)));
      await scope.register((own) => applicantsDoor(own, platform));
      for (const frontEnd of [CONSOLE, MY]) await serveFrontEnd(scope, frontEnd);
    },
    tasks: (connections) => tasksOf(context, connections, ways, keeper),
    hourly: HOURLY,
    close: async () => {
      await keeper.stop();
      await Promise.all(Object.values(pools).map((one) => one.end()));
    },
  };
}

function peersOf(config: Parts['config']): Platform['peers'] {
  const { platformPointsSecrets, platformSiteSecrets } = config.secrets;
  return {
    points: { url: inboxOf(config, 'points'), secrets: platformPointsSecrets },
    site: { url: inboxOf(config, 'site'), secrets: platformSiteSecrets },
  };
}

interface Pools {
  readonly web: Pool;
  /** an import of the whole directory is one statement */
  readonly bulk: Pool;
  readonly background: Pool;
  readonly signIn: Pool;
}

function openPools({ databaseUrl }: Parts): Pools {
  return {
    web: openPool(databaseUrl('platform', 'web'), 20),
    bulk: openPool(databaseUrl('platform', 'web'), 2, WORK),
    background: openPool(databaseUrl('platform', 'worker'), 4),
    signIn: openPool(databaseUrl('platform', 'sign-in'), 10),
  };
}

/** Delegations run by the business clock, and the database asks whether one is running. A second is less than a request takes to arrive. */
async function noteClockShift(background: Pool, { clock, wallClock }: Parts): Promise<void> {
  const seconds = Math.round((clock().getTime() - wallClock().getTime()) / 1000);
  await background.query(
    `UPDATE clock_shift SET shift = make_interval(secs => $1) WHERE abs(extract(epoch FROM shift) - $1) > 1`,
    [seconds],
  );
}

/** @param retired departments of earlier packs */
function contextOf(
  { config, policy, policies, rules, calendar, keyring, clock }: Parts,
  pools: Pools,
  retired: () => readonly Department[],
): Platform['context'] {
  const filesIn = (folder: string, bytes: number) =>
    openFileStore(join(config.dataDirectory, folder), keyring, randomBytes, bytes);
  return {
    database: withLogins(openDatabase<PlatformDatabase>(pools.web), {
      worker: openDatabase<PlatformDatabase>(pools.background),
      signIn: openDatabase<PlatformDatabase>(pools.signIn),
    }),
    pool: pools.bulk,
    files: filesIn('files', DEFAULT_LIMITS.fileBytes),
    evidenceFiles: filesIn('evidence', EVIDENCE_LIMITS.bytes),
    ...remembering(() => rules?.today().policy ?? policy, policies, retired),
    calendar,
    keyring,
    clock: standingStill(clock),
    newId: () => uuid7(clock()),
    randomBytes,
  };
}

/** Rows of any version may name a body that the city no longer has. */
function remembering(current: () => Policy, policies: Policies, retired: () => readonly Department[]) {
  const known = new WeakMap<Policy, Policy>();
  const at = (one: Policy) => {
    const remembers = known.get(one) ?? withRetired(one, retired);
    known.set(one, remembers);
    return remembers;
  };
  const asRemembered: Policies = { at: (row) => at(policies.at(row)), all: () => policies.all().map(at) };
  return { policy: livePolicy(() => at(current())), policies: asRemembered };
}

/** The folder as it was at the start, and what is in force now. */
async function packState({ rules }: Parts, inspected: ReturnType<typeof inspectPolicyFolder>): Promise<PackState> {
  const { compiledDigests, ...folder } = await inspected;
  const enacted = (rules?.today().enactments ?? []).map(({ notice, version, fromDay, digest }) => {
    const written = compiledDigests.find((one) => one.notice === notice)?.digest;
    return { notice, version, fromDay, digest, differs: digest !== written };
  });
  return { ...folder, enactments: enacted };
}

async function officersDoor(
  scope: FastifyInstance,
  { parts, context, signIns, signIn: { officers }, peers }: Platform,
  pack: () => Promise<PackState>,
): Promise<void> {
  const { config, wallClock } = parts;
  const own = { context, prefix: PREFIX };
  signIn(scope, {
    prefix: PREFIX,
    cookie: 'platform',
    client: openIdClient(officers),
    sessions: new Sessions<OfficerSession>(signIns, PLATFORM_SESSION, wallClock, {
      entering: ({ officerId }) => ({ officer_id: officerId }),
      whose: ({ officerId }) => sessionOwner(context.keyring, 'platform', officerId),
    }),
    door: officerDoor(context),
    publicUrl: config.publicUrl,
  });
  const { issuer } = officers;
  await scope.register(accessRoutes, { ...own, issuer, sessionLimits: PLATFORM_SESSION, wallClock });
  await scope.register(oversightRoutes, own);
  await scope.register(policyRoutes, { ...own, pack });
  await scope.register(enactingRoutes, {
    ...own,
    rules: parts.rules ?? { all: [], floored: ({ policy }) => policy },
    folder: () => policyFolder(config.policyDirectory, config.moreNotices),
    learn: parts.learnRules,
  });
  await scope.register(intakeRoutes, own);
  await scope.register(determinationRoutes, own);
  await scope.register(caseEvidenceRoutes, own);
  await scope.register(registryRoutes, own);
  await scope.register(listsRoutes, own);
  await scope.register(rightsRoutes, own);
  await scope.register(assistedReportRoutes, own);
  await scope.register(counterRoutes, { ...own, publicUrl: config.publicUrl });
  await scope.register(supervisionRoutes, own);
  await scope.register(providerRoutes, { ...own, issuer });
  await scope.register(exchangeRoutes, {
    ...own,
    inboxSecrets: peers.points.secrets,
    wallClock,
    askHoldings: (recipient) => askHoldings(peers[recipient], wallClock),
  });
}

/** Citizens and representatives, for themselves. */
async function applicantsDoor(
  scope: FastifyInstance,
  { parts, context, signIns, signIn: { applicants } }: Platform,
): Promise<void> {
  const { publicUrl } = parts.config;
  const own = { context, prefix: `${PREFIX}/my` };
  signIn(scope, {
    prefix: own.prefix,
    cookie: 'my',
    client: openIdClient(applicants),
    sessions: new Sessions<ApplicantSession>(signIns, CITIZEN_SESSION, parts.wallClock, {
      table: 'applicant_session',
      entering: (session) => ({ subject_keys: subjectKeysOf(context, session) }),
      whose: ({ person }) => sessionOwner(context.keyring, 'my', documentOf(person)),
    }),
    door: applicantDoor(context),
    publicUrl,
  });
  await scope.register(ownDataRoutes, { ...own, publicUrl });
  await scope.register(ownReportRoutes, own);
  await scope.register(noticeRoutes, own);
  await scope.register(ownCounterRoutes, own);
  await scope.register(myRightsRoutes, own);
  await scope.register(reportVerificationRoutes, { context, prefix: PREFIX });
}

/** Requests add when they are settled as they come. */
const SETTLED = {
  case: casesSettled,
  'own-report': reportsSettled,
  request: requestsSettled,
  'counter-act': counterActsSettled,
};

const HOURLY = [
  'audit.checkpoint',
  'registry.end-holds',
  'registry.withdraw-expired',
  'intake.sweep-files',
  'exchange.send-directory',
  'exchange.deliver',
  'supervision.publish-punctuality',
  'own-reports.expire',
  'evidence.sweep',
];

/** Over the connections of whoever runs the jobs. */
function tasksOf(context: Platform['context'], connections: Pool, ways: Ways, keeper: LogKeeper): TaskList {
  const working = { ...context, pool: connections, database: openDatabase<PlatformDatabase>(connections) };
  keeper.watch(working.database);
  return {
    'intake.process': async (payload, { abortSignal, logger }) => {
      const { batchId } = payload as { batchId: string };
      const waiting = await processBatch(working, batchId, { signal: abortSignal });
      if (waiting)
        logger.warn(
          `批次 ${batchId} 的原文件取不出来（${waiting.because}），${waiting.nextInSeconds} 秒后再试；见 docs/operations.md“文件库”`,
        );
    },
    'intake.sweep-files': async () => void (await sweepFiles(working)),
    'own-reports.expire': async () => void (await expireDrafts(working)),
    'evidence.sweep': async () => void (await sweepEvidence(working, SETTLED)),
    'audit.checkpoint': async () => {
      await prepareLogMonths(working);
      await recordCheckpoint(working);
    },
    'determination.refresh-statistics': async () => refreshStatistics(working.database, 'cases'),
    'registry.end-holds': async () => void (await endHolds(working)),
    'registry.withdraw-expired': async () => void (await withdrawExpired(working)),
    'exchange.send-directory': async () => void (await sendDirectory(working)),
    'supervision.publish-punctuality': async () => void (await publishPunctuality(working)),
    'exchange.deliver': async (payload) => {
      const { recipient } = (payload ?? {}) as { recipient?: Recipient };
      // hourly to all of them, so that a restore is noticed also where nothing happens
      for (const one of recipient ? [recipient] : RECIPIENTS) await deliverAndMend(working, one, ways, !recipient);
    },
  };
}
