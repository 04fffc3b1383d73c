/** Puts the platform together: context, sign-in, routes of its domains, background jobs. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { TaskList } from 'graphile-worker';
import type { Pool } from 'pg';
import { accessRoutes, appointFirstAdministrator, refreshDepartments } from '#platform/access/index.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { caseEvidenceRoutes, casesSettled, determinationRoutes } from '#platform/determination/index.ts';
import { EVIDENCE_LIMITS, type EvidenceContext, sweepEvidence } from '#platform/evidence/index.ts';
import { deliver, discloseEarlierRecords, exchangeRoutes, sendDirectory } from '#platform/exchange/index.ts';
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
import { oversightRoutes, recordCheckpoint } from '#platform/oversight/index.ts';
import { ownDataRoutes, reportVerificationRoutes } from '#platform/own-data/index.ts';
import { assistedReportRoutes, expireDrafts, ownReportRoutes, reportsSettled } from '#platform/own-reports/index.ts';
import { policyRoutes } from '#platform/policy/index.ts';
import { providerRoutes } from '#platform/providers/index.ts';
import { endHolds, registryRoutes, withdrawExpired } from '#platform/registry/index.ts';
import { myRightsRoutes, requestsSettled, rightsRoutes } from '#platform/rights/index.ts';
import { publishPunctuality, supervisionRoutes } from '#platform/supervision/index.ts';
import { askHoldings } from '../exchange/holdings.ts';
import { signedSender } from '../exchange/signed-sender.ts';
import { applicantDoor } from '../http/applicant-door.ts';
import { CONSOLE, MY, serveFrontEnd } from '../http/front-end.ts';
import { type OfficerSession, officerDoor } from '../http/officer-door.ts';
import { openIdClient } from '../http/open-id.ts';
import { Sessions } from '../http/sessions.ts';
import { signIn } from '../http/sign-in.ts';
import { inspectPolicyFolder } from '../policy.ts';
import { openDatabase, openPool, WORK } from '../postgres/pool.ts';
import { uuid7 } from '../uuid.ts';
import { type AssembledSystem, CITIZEN_SESSION, inboxOf, type Parts, PLATFORM_SESSION } from './system.ts';

export function assemblePlatform(parts: Parts): AssembledSystem {
  const { config, policy, calendar, keyring, clock } = parts;
  const { platform: settings, my: mySettings } = parts.signIn;
  if (!settings || !mySettings) throw new RangeError('the platform needs sign-in settings');
  const pool = openPool(parts.databaseUrl('platform'), 20);
  // an import of the whole directory is one statement
  const bulk = openPool(parts.databaseUrl('platform'), 2, WORK);
  const database = openDatabase<PlatformDatabase>(pool);
  const context: IntakeContext & EvidenceContext = {
    database,
    pool: bulk,
    files: openFileStore(join(config.dataDirectory, 'files'), keyring, randomBytes, DEFAULT_LIMITS.fileBytes),
    evidenceFiles: openFileStore(join(config.dataDirectory, 'evidence'), keyring, randomBytes, EVIDENCE_LIMITS.bytes),
    policy,
    calendar,
    keyring,
    clock,
    newId: () => uuid7(clock()),
    randomBytes,
  };
  const { platformPointsSecrets, platformSiteSecrets } = config.secrets;
  const endpoints = {
    points: { url: inboxOf(config, 'points'), secrets: platformPointsSecrets },
    site: { url: inboxOf(config, 'site'), secrets: platformSiteSecrets },
  };
  const send = signedSender({ endpoints, clock: parts.wallClock });
  // read once, at the time the rules themselves were read: what lies on the disk later is not what is in force
  const inspected = inspectPolicyFolder(config.policyDirectory);
  inspected.catch(() => undefined);
  const pack = () => inspected;
  const prefix = '/api/platform';

  /** Behind the officers' door; each door in a scope of its own, so that neither cookie opens the other's routes. */
  const officers = async (scope: FastifyInstance) => {
    signIn(scope, {
      prefix,
      cookie: 'platform',
      client: openIdClient(settings),
      sessions: new Sessions<OfficerSession>(database, PLATFORM_SESSION, parts.wallClock, {
        officerOf: ({ officerId }) => officerId,
      }),
      door: officerDoor(context),
      publicUrl: config.publicUrl,
    });
    await scope.register(accessRoutes, {
      context,
      issuer: settings.issuer,
      sessionLimits: PLATFORM_SESSION,
      wallClock: parts.wallClock,
      prefix,
    });
    await scope.register(oversightRoutes, { context, prefix });
    await scope.register(policyRoutes, { context, pack, prefix });
    await scope.register(intakeRoutes, { context, prefix });
    await scope.register(determinationRoutes, { context, prefix });
    await scope.register(caseEvidenceRoutes, { context, prefix });
    await scope.register(registryRoutes, { context, prefix });
    await scope.register(listsRoutes, { context, prefix });
    await scope.register(rightsRoutes, { context, prefix });
    await scope.register(assistedReportRoutes, { context, prefix });
    await scope.register(supervisionRoutes, { context, prefix });
    await scope.register(providerRoutes, { context, issuer: settings.issuer, prefix });
    await scope.register(exchangeRoutes, {
      context,
      inboxSecrets: platformPointsSecrets,
      wallClock: parts.wallClock,
      askHoldings: (recipient) => askHoldings(endpoints[recipient], parts.wallClock),
      prefix,
    });
  };

  /** Citizens and representatives, for themselves. */
  const applicants = async (scope: FastifyInstance) => {
    signIn(scope, {
      prefix: `${prefix}/my`,
      cookie: 'my',
      client: openIdClient(mySettings),
      sessions: new Sessions(database, CITIZEN_SESSION, parts.wallClock, { table: 'applicant_session' }),
      door: applicantDoor(context),
      publicUrl: config.publicUrl,
    });
    await scope.register(ownDataRoutes, { context, publicUrl: config.publicUrl, prefix: `${prefix}/my` });
    await scope.register(ownReportRoutes, { context, prefix: `${prefix}/my` });
    await scope.register(noticeRoutes, { context, prefix: `${prefix}/my` });
    await scope.register(myRightsRoutes, { context, prefix: `${prefix}/my` });
    await scope.register(reportVerificationRoutes, { context, prefix });
  };

  const tasks = (connections: Pool): TaskList => {
    const working = { ...context, pool: connections, database: openDatabase<PlatformDatabase>(connections) };
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
      // requests add when they are settled as they come
      'own-reports.expire': async () => void (await expireDrafts(working)),
      'evidence.sweep': async () =>
        void (await sweepEvidence(working, {
          case: casesSettled,
          'own-report': reportsSettled,
          request: requestsSettled,
        })),
      'audit.checkpoint': async () => void (await recordCheckpoint(working)),
      'registry.end-holds': async () => void (await endHolds(working)),
      'registry.withdraw-expired': async () => void (await withdrawExpired(working)),
      'exchange.send-directory': async () => void (await sendDirectory(working)),
      'supervision.publish-punctuality': async () => void (await publishPunctuality(working)),
      'exchange.deliver': async (payload) =>
        void (await deliver(working, (payload as { outboxId: string }).outboxId, send)),
    };
  };

  return {
    name: 'platform',
    pool,
    pools: [pool, bulk],
    async prepare() {
      await refreshDepartments(context);
      await resumeBatches(context);
      await discloseEarlierRecords(context);
      if (config.firstAdministrator)
        await appointFirstAdministrator(context, settings.issuer, config.firstAdministrator);
    },
    async mount(scope) {
      scope.decorateRequest('actor', null);
      scope.decorateRequest('applicant', null);
      await scope.register(officers);
      await scope.register(applicants);
      for (const frontEnd of [CONSOLE, MY]) await serveFrontEnd(scope, frontEnd);
    },
    tasks,
    hourly: [
      'audit.checkpoint',
      'registry.end-holds',
      'registry.withdraw-expired',
      'intake.sweep-files',
      'exchange.send-directory',
      'supervision.publish-punctuality',
      'own-reports.expire',
      'evidence.sweep',
    ],
    close: async () => {
      await Promise.all([pool.end(), bulk.end()]);
    },
  };
}
