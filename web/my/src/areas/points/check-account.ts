/** Recomputes an account from its own export with the kernel's engine: what comes out must be what the server says. */
import type { AccountExport } from '#contracts/points.ts';
import { computeAccount } from '#kernel/policy/points-engine.ts';
import type { PointsRules } from '#kernel/policy/points-rules.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';

export interface Checked {
  readonly agrees: boolean;
  readonly here: number;
  readonly there: number;
  readonly differences: readonly { readonly what: string; readonly here: number; readonly there: number }[];
}

export function checkAccount({ account, rules }: AccountExport): Checked {
  const { explanation } = account;
  const here = computeAccount(
    rules as unknown as PointsRules,
    account.records.map(({ recordId, kind, validFrom, validUntil, objectionOpen }) => ({
      ...{ recordId, kind, objectionOpen },
      validFrom: toLocalDate(validFrom),
      validUntil: validUntil === null ? null : toLocalDate(validUntil),
    })),
    toLocalDate(explanation.on),
  );
  const computed = figuresOf(here.explanation.notices);
  const told = figuresOf(explanation.notices);
  const differences = [...new Set([...told.keys(), ...computed.keys()])]
    .map((what) => ({ what, here: computed.get(what) ?? 0, there: told.get(what) ?? 0 }))
    .filter((one) => one.here !== one.there);
  const agrees = differences.length === 0 && here.total === account.total && here.level.id === account.level.id;
  return { agrees, here: here.total, there: account.total, differences };
}

type Figured = readonly {
  readonly notice: string;
  readonly points: number;
  readonly kinds: readonly { readonly kind: string; readonly points: number }[];
}[];

/** Each notice's figure and each kind's, by id. */
const figuresOf = (notices: Figured): ReadonlyMap<string, number> =>
  new Map(
    notices.flatMap(({ notice, points, kinds }) => [
      [notice, points] as const,
      ...kinds.map((kind) => [kind.kind, kind.points] as const),
    ]),
  );
