/** What does not fit, as verification comes upon it: all counted by kind, the first of them kept. */
import type { AuditMisfit, AuditVerification } from '#contracts/audit.ts';

/** as many as somebody reads before they ask for help; bounds what is kept in memory */
const KEPT = 20;

export type Found = Pick<AuditMisfit, 'kind' | 'explanation'> & Partial<AuditMisfit>;

export class Misfits {
  readonly #kept: AuditMisfit[] = [];
  readonly #counts = new Map<AuditMisfit['kind'], number>();

  note(found: Found, times = 1): void {
    this.#counts.set(found.kind, (this.#counts.get(found.kind) ?? 0) + times);
    if (this.#kept.length < KEPT) this.#kept.push({ entryId: null, table: null, key: null, ...found });
  }

  /** whether another one would still be shown */
  get roomLeft(): boolean {
    return this.#kept.length < KEPT;
  }

  told(): Pick<AuditVerification, 'fits' | 'misfits' | 'kinds' | 'first' | 'found'> {
    const kinds = [...this.#counts].map(([kind, count]) => ({ kind, count }));
    return {
      fits: kinds.length === 0,
      misfits: kinds.reduce((total, { count }) => total + count, 0),
      kinds,
      first: this.#kept[0] ?? null,
      found: this.#kept,
    };
  }
}
