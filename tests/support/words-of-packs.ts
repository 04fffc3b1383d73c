/** What only one city, notice or list says: the ids and names of every pack in the repository, so that a new city's words are looked for too. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type Policy, REQUIRED_TIMERS } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { DEMO_NOTICE_FOLDER } from '#runtime/demo/demo-notices.ts';
import { loadPolicies, loadPolicy } from '#runtime/policy.ts';

export interface WordsOfPacks {
  /** as the notice or the city writes them: `red`, `health-commission`, `4101`; numbers of clauses stand in `refs` */
  readonly ids: ReadonlySet<string>;
  /** `2020-2/1.1` */
  readonly refs: ReadonlySet<string>;
  /** what is said to people, in Chinese or English */
  readonly names: ReadonlySet<string>;
}

const root = join(import.meta.dirname, '..', '..');

/** Every folder with a notice in it, the tests' own packs included. */
export function packFolders(): string[] {
  const notices = ['cities', join('tests', 'support')]
    .map((top) => join(root, top))
    .filter((top) => existsSync(top))
    .flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)))
    .filter((path) => path.endsWith(`${sep}notice.md`));
  return notices.map(dirname).sort();
}

export async function wordsOfPacks(): Promise<WordsOfPacks> {
  const beside = await loadPolicies(DEFAULT_POLICY_FOLDER, [DEMO_NOTICE_FOLDER]);
  const policies = [...(await Promise.all(packFolders().map(loadPolicy))), ...beside];
  const words = policies.map(wordsOf);
  return {
    ids: new Set(words.flatMap(({ ids }) => ids)),
    refs: new Set(words.flatMap(({ refs }) => refs)),
    names: new Set(words.flatMap(({ names }) => names)),
  };
}

/** A number alone (`2`) or a letter (`A`) says nothing outside of a notice: it is looked for with the notice before it. */
const SAYS_SOMETHING = /^(?=.*[a-z\d])[\w-]{3,}$/;
const NUMBERED = /^\d+(\.\d+)+$/;

export function wordsOf(policy: Policy) {
  const refs = [
    ...policy.clauses.map(({ id }) => id),
    ...policy.catalogue.map(({ id }) => id),
    ...policy.lists.flatMap(({ grounds, clause }) => [clause, ...grounds.map(({ id }) => id)]),
    ...policy.events.map(({ id }) => id),
    ...policy.measures.map(({ id }) => id),
    ...policy.timers.map(({ id }) => id).filter((id) => !REQUIRED.has(localId(id))),
  ];
  const ids = [
    ...refs.map(localId),
    ...[policy.id, policy.regionPrefix],
    ...policy.lists.map(({ id }) => id),
    ...policy.functions.map(({ id }) => id),
    ...policy.departments.map(({ id }) => id),
    ...policy.divisions.map(({ code }) => code),
    ...policy.zones.flatMap(({ id, statisticalCode }) => [id, statisticalCode ?? '']),
    ...policy.points.levels.flatMap(({ value }) => value.map(({ id }) => id)),
    ...policy.benefits.map(({ id }) => id),
    ...policy.repair.map(({ id }) => id),
  ].filter((id) => SAYS_SOMETHING.test(id) || NUMBERED.test(id));
  const levels = policy.points.levels.flatMap(({ value }) => value.map(({ title }) => title));
  // 一级 is a word of every day within others, and a city's when it stands alone
  return { refs, ids: [...ids, ...levels], names: namesOf(policy).filter((name) => name.length > 1) };
}

const REQUIRED: ReadonlySet<string> = new Set(REQUIRED_TIMERS);

function namesOf(policy: Policy): string[] {
  const titled = [
    ...policy.catalogue,
    ...policy.lists,
    ...policy.measures,
    ...policy.events,
    ...policy.lists.flatMap(({ grounds }) => grounds),
  ];
  return [
    ...[policy.title, policy.titleEn, policy.relief?.title ?? ''],
    ...[policy.document.number, policy.document.title, policy.document.authority],
    ...Object.values(policy.names),
    ...titled.flatMap(({ title }) => title),
    ...[...policy.catalogue, ...policy.lists].flatMap(({ titleEn, plainTitle }) => [titleEn, plainTitle]),
    ...policy.lists.map(({ plainTitleEn }) => plainTitleEn),
    ...policy.departments.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...policy.divisions.map(({ name }) => name),
    ...policy.zones.flatMap(({ name, aliases }) => [name, ...aliases]),
  ];
}
