/** The demo: all three systems, a provider with one account per role, a clock that can be set forward. Never for real data. */
import { join } from 'node:path';
import { together } from '#kernel/policy/together.ts';
import { type Application, startApplication } from '../application.ts';
import { loopbackOrigin, readConfig } from '../config.ts';
import { confirmAll } from '../host.ts';
import { loadPolicies } from '../policy.ts';
import type { AssembledSystem } from '../systems/system.ts';
import { DEMO_ADMINISTRATOR } from './accounts.ts';
import { type Cast, castOf } from './cast.ts';
import { runHourly } from './catch-up.ts';
import { type DemoClock, openDemoClock } from './clock.ts';
import { clockRoutes } from './clock-routes.ts';
import { demoNoticesOf } from './demo-notices.ts';
import { type DemoIdentityProvider, demoIdentityProvider } from './identity-provider.ts';

export interface Demo {
  readonly application: Application;
  readonly clock: DemoClock;
  readonly provider: DemoIdentityProvider;
  readonly cast: Cast;
  readonly publicUrl: string;
  readonly dataDirectory: string;
  /** does at once what is done every hour; answers when it is done */
  catchUp(): Promise<void>;
  /** `xinheng administrator confirm`, as whoever has the demo's host would run it; answers who were confirmed */
  confirmOnHost(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** 6 May 2020: the day the province lowered its response level and the notice's "after the epidemic" began; the story's own weeks begin with it. */
export const STORY_BEGINS = new Date('2020-05-06T09:00:00+08:00');

interface DemoOptions {
  readonly root?: string;
  readonly log?: (message: string) => void;
  readonly signal?: AbortSignal;
  /** of a test's city: the owner of the platform's tables, whom its environment does not name */
  readonly ownerUrl?: string;
}

export async function startDemo(
  environment: Readonly<Record<string, string | undefined>>,
  options: DemoOptions = {},
): Promise<Demo> {
  const config = readConfig(environment, { demo: true, ...(options.root ? { root: options.root } : {}) });
  const { publicUrl, dataDirectory } = config;
  const moreNotices = demoNoticesOf(config.policyDirectory);
  const cast = castOf(together(await loadPolicies(config.policyDirectory, moreNotices)));
  const systems: AssembledSystem[] = [];
  const clock = told(openDemoClock(join(dataDirectory, 'demo-clock.json'), cast.begins), systems);
  const provider = await demoIdentityProvider({
    publicUrl,
    reachedAt: loopbackOrigin(config),
    keysFile: join(dataDirectory, 'demo-identity-provider.json'),
    accounts: cast.accounts,
  });
  const catchUp = async () => {
    await application.lookAtRules();
    await runHourly(systems);
  };
  const application = await startApplication(
    { ...config, moreNotices, firstAdministrator: { subject: DEMO_ADMINISTRATOR.id, name: DEMO_ADMINISTRATOR.name } },
    {
      clock: clock.now,
      signIn: provider.settings,
      mount(server) {
        provider.mount(server);
        server.register(clockRoutes, { clock, publicUrl, catchUp });
      },
      ...(options.log ? { log: options.log } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      ownerUrl: options.ownerUrl,
    },
  );
  systems.push(...application.systems);
  const confirmOnHost = () => application.host(confirmAll);
  return {
    application,
    clock,
    provider,
    cast,
    publicUrl,
    dataDirectory,
    catchUp,
    confirmOnHost,
    stop: application.stop,
  };
}

/** The databases hear of it when the clock was set forward: delegations and roles run by it. */
function told(clock: DemoClock, systems: readonly AssembledSystem[]): DemoClock {
  return {
    now: clock.now,
    advanceTo(instant) {
      clock.advanceTo(instant);
      for (const { noteClock } of systems) noteClock?.().catch(() => {}); // what runs hourly notes it again
    },
  };
}
