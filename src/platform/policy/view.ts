/** The pack as a person reads it: names instead of ids, every value with its source. */

import type { NoticeInForce, PolicyView } from '#contracts/policy.ts';
import type { PolicyFinding } from '#kernel/policy/compile.ts';
import type { Dated } from '#kernel/policy/dated.ts';
import type { DeedsPeriod } from '#kernel/policy/deeds.ts';
import type { Basis } from '#kernel/policy/list-basis.ts';
import { basisGap } from '#kernel/policy/list-basis.ts';
import type { CatalogueKind, Measure, Policy, SubjectList } from '#kernel/policy/policy.ts';
import { fieldTitle } from '#kernel/policy/row-fields.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';

export interface PackState {
  readonly digest: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly findings: readonly PolicyFinding[];
  /** what is enacted, notice by notice, and whether these files say something else */
  readonly enactments: readonly (NonNullable<PolicyView['enactment']> & { readonly notice: string })[];
}

export function policyView(
  inForce: Policy,
  policy: Policy,
  pack: PackState,
  declared: ReadonlySet<string>,
  today: LocalDate,
): PolicyView {
  const { id, title, titleEn, document, effectiveFrom, minimumAge, points } = policy;
  return {
    notices: inForce.notices().map(noticeName),
    ...{ id, title, titleEn, document: { ...document }, effectiveFrom, minimumAge: { ...minimumAge } },
    bases: policy.bases.map(basisView),
    deeds: policy.deeds ? deedsView(policy.deeds) : null,
    digest: pack.digest,
    files: pack.files.map((file) => ({ ...file })),
    enactment: enactmentOf(pack, policy),
    check: {
      ok: pack.findings.every(({ severity }) => severity !== 'error'),
      findings: pack.findings.map((finding) => ({ ...finding })),
    },
    clauses: policy.clauses.map(({ id: clause, title: heading, text, guidance }) => ({
      ...{ id: clause, title: heading, text, guidance },
    })),
    catalogue: policy.catalogue.map((kind) => kindView(policy, kind)),
    lists: policy.lists.map((list) => listView(policy, list, declared, today)),
    measures: policy.measures.map((measure) => measureView(policy, measure)),
    benefits: policy.benefits.map((benefit) => ({
      id: benefit.id,
      clause: benefit.clause,
      title: benefit.title,
      threshold: levelTitle(policy, benefit.threshold),
      basicService: benefit.basicService,
    })),
    points: {
      citation: points.citation,
      scale: datedView(points.scale, (scale) => ({ ...scale })),
      levels: datedView(points.levels, (levels) => levels.map((level) => ({ ...level }))),
      rules: points.rules.map((rule) => ({
        kind: rule.kind,
        clause: rule.clause,
        title: rule.title,
        points: datedView(rule.points),
        cap: datedView(rule.cap),
      })),
    },
    timers: policy.timers.map((timer) => ({
      id: timer.id,
      title: timer.title,
      clause: timer.clause ?? null,
      value: datedView(timer.value, (duration) => ({ ...duration })),
    })),
    repair: policy.repair.map((grade) => ({
      id: grade.id,
      title: grade.title,
      range: datedView(grade.range, (range) => ({ ...range })),
    })),
    neverCollect: policy.neverCollect.map(({ id: rule, category, citation }) => ({ id: rule, category, citation })),
  };
}

/** What it is called, for whoever chooses between several. */
export const noticeName = ({ id, title, titleEn, document: { number } }: Policy): NoticeInForce => ({
  ...{ id, title, titleEn, number },
});

function enactmentOf({ enactments }: PackState, shown: Policy): PolicyView['enactment'] {
  const enacted = enactments.find(({ notice }) => notice === shown.id);
  if (enacted?.version !== shown.version) return null;
  const { version, fromDay, digest, differs } = enacted;
  return { version, fromDay, digest, differs };
}

const basisView = ({ title, titleEn, issuer, issuedOn, from, until, confirmed, note, noteEn }: Basis) => ({
  ...{ title, titleEn, issuer, issuedOn, from, until: until ?? null, confirmed },
  ...{ note: note ?? '', noteEn: noteEn ?? '' },
});

const deedsView = ({ from, until, citation, local }: DeedsPeriod) => ({
  ...{ from, until: until ?? null, citation, local: local === true },
});

type DatedView<T> = { from: string; value: T; citation: string; local: boolean }[];

function datedView<T>(dated: Dated<T>): DatedView<T>;
function datedView<T, View>(dated: Dated<T>, view: (value: T) => View): DatedView<View>;
function datedView<T>(dated: Dated<T>, view: (value: T) => unknown = (value) => value): DatedView<unknown> {
  return dated.map(({ from, value, citation, local }) => ({
    from,
    value: view(value),
    citation,
    local: local === true,
  }));
}

function kindView(policy: Policy, kind: CatalogueKind): PolicyView['catalogue'][number] {
  const { lifecycle, nominates } = kind;
  const functionTitle = (id: string) => policy.functions.find((one) => one.id === id)?.title ?? id;
  return {
    id: kind.id,
    clause: kind.clause,
    subject: kind.subject,
    polarity: kind.polarity,
    title: kind.title,
    plainTitle: kind.plainTitle,
    titleEn: kind.titleEn,
    fields: kind.requiredFields.map((field) => ({ id: field, title: fieldTitle(kind.subject, field) })),
    competent: policy.departments.filter(({ id }) => policy.mayDetermine(kind.id, id)).map(({ name }) => name),
    reporters: kind.reporterFunctions === 'any' ? null : kind.reporterFunctions.map(functionTitle),
    evidence: kind.evidence.map((evidence) => ({ ...evidence })),
    approval: kind.approval,
    factBasis: kind.factBasis,
    validityMonths: datedView(lifecycle.validityMonths),
    disclosureMonths: datedView(lifecycle.disclosureMonths),
    disclosureMode: lifecycle.disclosureMode,
    nominates: nominates
      ? {
          list: policy.list(nominates.list).title,
          ground:
            policy.list(nominates.list).grounds.find(({ id }) => id === nominates.ground)?.title ?? nominates.ground,
        }
      : null,
    decisionTypes: kind.decisionTypes.map((rule) => ({ ...rule })),
    notReported: kind.notReported.map((rule) => ({ ...rule })),
  };
}

/** What must have happened before the list is published; `open` tells where the answer does not depend on a single entry. */
function listView(
  policy: Policy,
  list: SubjectList,
  declared: ReadonlySet<string>,
  today: LocalDate,
): PolicyView['lists'][number] {
  const event = policy.event(list.gateEvent);
  const { noticeServed, decision, legalBasis } = list.requires;
  const notice = policy.timers.find(({ id }) => id === list.publicNotice);
  return {
    id: list.id,
    clause: list.clause,
    polarity: list.polarity,
    title: list.title,
    grounds: list.grounds.map((ground) => ({ ...ground })),
    gates: [
      { text: `已宣布“${event.title}”`, clause: event.clause, open: declared.has(event.id) },
      ...(legalBasis
        ? [
            {
              text: legalBasis.recorded
                ? `设列依据：${legalBasis.citation ?? ''}`
                : '设列须有法律、法规依据；政策包中尚未登记，不能发布',
              clause: null,
              open: basisGap(list, today) === null,
            },
          ]
        : []),
      ...(noticeServed ? [{ text: '每一条目均已事先告知', clause: null, open: null }] : []),
      ...(decision ? [{ text: '每一条目均有生效的文书', clause: null, open: null }] : []),
      {
        text: `${policy.department(list.signOff.office).name}和各推荐单位会签`,
        clause: list.signOff.clause,
        open: null,
      },
    ],
    publicNotice: notice?.title ?? list.publicNotice,
    entryMonths: datedView(list.entryMonths),
  };
}

function measureView(policy: Policy, measure: Measure): PolicyView['measures'][number] {
  const { appliesTo } = measure;
  return {
    id: measure.id,
    clause: measure.clause,
    polarity: measure.polarity,
    title: measure.title,
    appliesTo: 'list' in appliesTo ? policy.list(appliesTo.list).title : `${levelTitle(policy, appliesTo.level)}及以上`,
    matters: [...measure.matters],
    legalBasis: measure.legalBasis,
    from: measure.from,
    until: measure.until ?? null,
  };
}

function levelTitle(policy: Policy, id: string): string {
  const levels = policy.points.levels.flatMap(({ value }) => value);
  return levels.findLast((level) => level.id === id)?.title ?? id;
}
