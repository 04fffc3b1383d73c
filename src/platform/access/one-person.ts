/** four-eyes: in one matter who stands in and who is absent are one person: an own part and a delegated one never add up. Pure. */
import type { Actor } from './actor.ts';

/** Parts in one matter: whoever took one, and for whom it was taken where somebody stood in. */
export interface Parts<Part> {
  readonly participants: ReadonlyMap<string, Part>;
  readonly absent: ReadonlyMap<string, Part>;
}

/**
 * Whether this actor would complete in one matter what they, or somebody they are one person with, have begun in another part: whom they stand
 * in for now, or who once stood in for them there. Who stands in for them now without having acted, the database knows (`counts_as`).
 */
export function completesOneself<Part>(part: Part, actor: Actor, { participants, absent }: Parts<Part>): boolean {
  const others = [
    absent.get(actor.id),
    ...(actor.standsIn ?? []).flatMap(({ officerId }) => [participants.get(officerId), absent.get(officerId)]),
  ];
  return others.some((other) => other !== undefined && other !== part);
}
