/**
 * Keeps this process to what is enacted: learns of new versions, and on the day one begins brings the tables up to it. It begins for whoever
 * asks without this (`RulesInForce` goes by the clock); what waits for it are rows that repeat what the rules say.
 */
import { noteBegun } from '#platform/policy/index.ts';
import type { RulesInForce } from './rules-in-force.ts';
import type { AssembledSystem } from './systems/system.ts';

/** A version begins tomorrow at the earliest, so this only has to be well below a day. */
const EVERY_MILLISECONDS = 15_000;

export interface Watching {
  readonly rules: RulesInForce | undefined;
  readonly systems: readonly AssembledSystem[];
  /** what the owners of the tables note of new versions, where this process may act as them */
  readonly note: (rules: RulesInForce) => Promise<void>;
  readonly log: (message: string) => void;
}

export interface RulesWatch {
  /** at once: after a confirmation here, and where a demo's clock jumped */
  look(): Promise<void>;
  /** as `look`; what went wrong is said and tried again */
  learn(): Promise<void>;
  stop(): Promise<void>;
}

export function watchRules({ rules, systems, note, log }: Watching): RulesWatch {
  const platform = systems.find(({ name }) => name === 'platform');
  if (!rules || !platform) return { look: async () => {}, learn: async () => {}, stop: async () => {} };
  let standing = rules.standing();
  let last = Promise.resolve();
  const lookOnce = async () => {
    if (await rules.refresh(platform.pool)) await note(rules);
    const now = rules.standing();
    if (now === standing) return;
    await noteBegun(platform.pool, rules.today().day);
    for (const system of systems) await system.rulesChanged?.();
    standing = now;
    log(`现行规则已更换：${now}。`);
  };
  const look = () => {
    const next = last.then(lookOnce);
    last = next.catch(() => undefined);
    return next;
  };
  const learn = () =>
    look().catch((error: unknown) =>
      log(`核对现行规则时出错，稍后再试：${error instanceof Error ? error.message : String(error)}`),
    );
  const timer = setInterval(learn, EVERY_MILLISECONDS);
  timer.unref();
  return {
    look,
    learn,
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}
