/** Gives what a pack names its id in the city: from here on nothing knows the local numbers, except where people read or write them. */
import type { Basis, ListBasis } from './list-basis.ts';
import type { Clause, PolicyData } from './policy.ts';
import { type ClauseRef, refOf } from './refs.ts';
import type { Pack } from './schema.ts';

/** What runs until a city enacts another. */
const FIRST_VERSION = 1;

type Added = 'auditOffice' | 'rolesApart' | 'bases';

/** What holds where a pack names nothing: it may leave it out, or have been enacted before the product asked for it. */
export const whereLeftOut = (
  pack: Pick<PolicyData, 'creditOffice'> & { readonly [Field in Added]?: PolicyData[Field] | undefined },
): Pick<PolicyData, Added> => ({
  auditOffice: pack.auditOffice ?? pack.creditOffice,
  rolesApart: pack.rolesApart ?? [],
  bases: pack.bases ?? [],
});

type Kind = Pack['catalogue'][number];
type List = Pack['lists'][number];

/** Everything but the points, whose rules take their titles from the catalogue (`compile.ts`). */
export function qualify(pack: Pack, clauses: readonly LocalClause[]): Omit<PolicyData, 'points'> {
  const ref = (id: string) => refOf(pack.id, id);
  const { relief, ...rest } = pack;
  const { fields } = rest;
  const withClause = <T extends { readonly clause: string }>(item: T) => ({ ...item, clause: ref(item.clause) });
  const withId = <T extends { readonly id: string; readonly clause: string }>(item: T) => ({
    ...withClause(item),
    id: ref(item.id),
  });
  return {
    ...rest,
    version: FIRST_VERSION,
    ...whereLeftOut(pack),
    minimumAge: withClause(pack.minimumAge),
    determination: withClause(pack.determination),
    fields: { person: withClause(fields.person), organisation: withClause(fields.organisation) },
    channels: pack.channels.map(withClause),
    deliveries: pack.deliveries.map(withClause),
    ...(relief ? { relief: { ...withClause(relief), holdMaximum: ref(relief.holdMaximum) } } : {}),
    clauses: clauses.map((clause) => ({ ...clause, id: ref(clause.id) })),
    catalogue: pack.catalogue.map(({ nominates, ...kind }) => ({ ...withId(kind), ...nomination(nominates, ref) })),
    lists: pack.lists.map((list) => qualifiedList(list, ref, pack.bases ?? [])),
    events: pack.events.map(withId),
    measures: pack.measures.map(withId),
    benefits: pack.benefits.map(withClause),
    timers: pack.timers.map(({ clause, ...timer }) => ({
      ...timer,
      id: ref(timer.id),
      ...(clause === undefined ? {} : { clause: ref(clause) }),
    })),
  };
}

/** As `notice.md` has it. */
export type LocalClause = Omit<Clause, 'id'> & { readonly id: string };

type RefOf = (id: string) => ClauseRef;

function nomination(nominates: Kind['nominates'], ref: RefOf): Pick<PolicyData['catalogue'][number], 'nominates'> {
  return nominates ? { nominates: { list: nominates.list, ground: ref(nominates.ground) } } : {};
}

function qualifiedList(list: List, ref: RefOf, bases: readonly Basis[]): PolicyData['lists'][number] {
  return {
    ...list,
    requires: { ...list.requires, ...datedBasis(list, bases) },
    clause: ref(list.clause),
    grounds: list.grounds.map((ground) => ({ ...ground, id: ref(ground.id), clause: ref(ground.clause) })),
    gateEvent: ref(list.gateEvent),
    publicNotice: ref(list.publicNotice),
    signOff: { ...list.signOff, clause: ref(list.signOff.clause) },
  };
}

/** The list's basis with the days of the document it names. */
function datedBasis({ requires }: List, bases: readonly Basis[]): { legalBasis?: ListBasis } {
  const { legalBasis } = requires;
  const named = bases.find(({ id }) => id === legalBasis?.basis);
  if (!legalBasis || !named) return {};
  const { from, until } = named;
  return { legalBasis: { ...legalBasis, ...(from ? { from } : {}), ...(until ? { until } : {}) } };
}
