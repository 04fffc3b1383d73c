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
  const pointsOf = (kinds: typeof explanation.kinds | typeof here.explanation.kinds, kind: string) =>
    kinds.find((one) => one.kind === kind)?.points ?? 0;
  const kinds = new Set([...explanation.kinds, ...here.explanation.kinds].map(({ kind }) => kind));
  const differences = [...kinds]
    .map((kind) => ({
      what: kind,
      here: pointsOf(here.explanation.kinds, kind),
      there: pointsOf(explanation.kinds, kind),
    }))
    .filter((one) => one.here !== one.there);
  const agrees = differences.length === 0 && here.total === account.total && here.level.id === account.level.id;
  return { agrees, here: here.total, there: account.total, differences };
}
