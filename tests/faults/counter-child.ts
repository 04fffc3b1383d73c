/** Does one thing of a counter in a process of its own, which a test can kill at any instant: prepares an act, or takes the person's word on it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AssistedIdentity, PreparedAct } from '#contracts/counter.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import { type Actor, applicantOf } from '#platform/access/index.ts';
import type { PlatformContext } from '#platform/context.ts';
import { answerAct, prepareAct } from '#platform/counter-desk/index.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { letTestsIn } from '../support/enter-as.ts';
import { keyringOf } from './keyring-of.ts';

export interface CounterRequest {
  readonly url: string;
  readonly keys: Parameters<typeof keyringOf>[0];
  /** the instant it is, in this process too */
  readonly at: string;
  readonly does:
    | {
        readonly step: 'prepare';
        readonly assistant: Actor;
        readonly identity: AssistedIdentity;
        readonly act: PreparedAct;
      }
    | { readonly step: 'confirm'; readonly person: VouchedPerson; readonly actId: string };
}

const { url, keys, at, does } = JSON.parse(process.argv[2] ?? '{}') as CounterRequest;
letTestsIn();
const policy = await loadPolicy(join(import.meta.dirname, '../../cities/zhengzhou'));
const clock = () => new Date(at);
const context: PlatformContext = {
  database: openDatabase<PlatformDatabase>(openPool(url, 2)),
  policy,
  policies: onlyPolicy(policy),
  calendar: loadCalendar(),
  keyring: keyringOf(keys),
  clock,
  newId: () => uuid7(clock()),
  randomBytes,
};
process.stdout.write('started\n');
if (does.step === 'prepare') await prepareAct(context, does.assistant, { identity: does.identity, act: does.act });
else await answerAct(context, applicantOf(context, does.person, []), does.actId, 'confirmed');
process.stdout.write('done\n');
// until it is killed: what it did is committed, and nobody was answered
setInterval(() => {}, 60_000);
