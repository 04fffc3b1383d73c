/** What a draft would make of rows that were taken, were they determined today: points, levels, lists. Numbers of rows and people, nobody's own. */
import { entryOrNotYet } from '#kernel/policy/dated.ts';
import { basisGap } from '#kernel/policy/list-basis.ts';
import { computeAccount } from '#kernel/policy/points-engine.ts';
import type { CatalogueKind, Policy } from '#kernel/policy/policy.ts';
import { type KindRef, localId } from '#kernel/policy/refs.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { TakenRow } from '#platform/intake/index.ts';

export class Trial {
  readonly #policy: Policy;
  readonly #on: LocalDate;
  readonly #rows = new Map<KindRef, number>();
  /** Of each subject how many rows of each kind. */
  readonly #subjects = new Map<string, Map<KindRef, number>>();

  constructor(policy: Policy, on: LocalDate) {
    this.#policy = policy;
    this.#on = on;
  }

  add({ subject, kind }: TakenRow): void {
    this.#rows.set(kind, (this.#rows.get(kind) ?? 0) + 1);
    const kinds = this.#subjects.get(subject) ?? new Map<KindRef, number>();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    this.#subjects.set(subject, kinds);
  }

  /** As lines of text. */
  report(): readonly string[] {
    if (this.#rows.size === 0) return ['没有可以受理的行，不会产生记录。'];
    const kinds = [...this.#rows].map(([id, rows]) => ({ kind: this.#policy.kind(id), rows }));
    return [
      `如果都在 ${this.#on} 认定：`,
      ...kinds.flatMap(({ kind, rows }) => this.#ofKind(kind, rows)),
      ...(kinds.some(({ kind }) => kind.subject === 'person') ? this.#levels() : []),
    ];
  }

  #ofKind(kind: CatalogueKind, rows: number): string[] {
    const rule = this.#policy.points.rules.find((one) => one.kind === kind.id);
    const value = (dated: NonNullable<typeof rule>['points']) => entryOrNotYet(dated, this.#on).value;
    const functions = this.#policy.functions.filter(({ id }) => kind.competentFunctions.includes(id));
    const way = kind.approval === 'batch' ? '可批量认定' : '逐件认定';
    const points = rule ? `每条 ${value(rule.points)} 分，合计最多算 ${value(rule.cap)} 分` : '不计分';
    return [
      `  ${localId(kind.id)} ${kind.title}：${rows} 行；由“${functions.map(({ title }) => title).join('、')}”职能的部门认定，${way}；${points}`,
      ...this.#ofList(kind),
    ];
  }

  #ofList({ nominates }: CatalogueKind): string[] {
    if (!nominates) return [];
    const list = this.#policy.list(nominates.list);
    const event = this.#policy.event(list.gateEvent);
    const gap = basisGap(list, this.#on);
    const { value } = entryOrNotYet(list.entryMonths, this.#on);
    return [
      `    可以推荐列入《${list.title}》：“${event.title}”宣布以后发布，列入${value === null ? '不设期限' : ` ${value} 个月`}` +
        (gap === null ? '' : '；设列依据没有登记、尚未施行或者已经失效，现在不能发布'),
    ];
  }

  #levels(): string[] {
    const counts = new Map<string, number>();
    for (const kinds of this.#subjects.values()) {
      const records = [...kinds].flatMap(([kind, count]) =>
        Array.from({ length: count }, (_, index) => ({
          ...{ recordId: `${kind} ${index}`, kind, validFrom: this.#on, validUntil: null },
          ...{ endedOn: null, objectionOpen: false },
        })),
      );
      const { total, level } = computeAccount(this.#policy.points, records, this.#on);
      const said = `${total} 分 ${level.title}`;
      counts.set(said, (counts.get(said) ?? 0) + 1);
    }
    const { names } = this.#policy;
    return [
      `  这些人都开通${names.points}、此外没有记录的话：`,
      ...[...counts].map(([said, people]) => `    ${said}：${people} 人`),
    ];
  }
}
