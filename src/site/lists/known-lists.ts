/** Which lists there are and what each is called: rows that the installation fills from the compiled pack; those of an earlier pack stay. */
import type { Polarity } from '#contracts/vocabulary.ts';
import type { ListId, Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { SiteContext } from '../context.ts';
import type { SiteReader } from '../database.ts';

export interface KnownList {
  readonly id: ListId;
  readonly polarity: Polarity;
  readonly title: string;
  readonly titleEn: string;
  /** within a sentence: 红榜, red list */
  readonly plainTitle: string;
  readonly plainTitleEn: string;
}

export interface OwnerConnection {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/**
 * Adds the lists of the pack and puts their titles as the pack puts them now. Repeating it changes nothing.
 * @param owner whoever owns the tables: the application's login may only read them
 * @throws Error where the id of a list was another notice's, or its polarity is not what it was
 */
export async function noteLists(owner: OwnerConnection, policy: Policy): Promise<void> {
  for (const { id, polarity, title, titleEn, plainTitle, plainTitleEn } of policy.lists) {
    await owner.query(
      `INSERT INTO public.list AS known (id, notice, polarity, title, title_en, plain_title, plain_title_en)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET notice = excluded.notice, polarity = excluded.polarity, title = excluded.title,
         title_en = excluded.title_en, plain_title = excluded.plain_title, plain_title_en = excluded.plain_title_en
       WHERE known IS DISTINCT FROM excluded`,
      [id, policy.id, polarity, title, titleEn, plainTitle, plainTitleEn],
    );
  }
}

export class KnownLists {
  /** good lists first, in the order of the pack; then those the pack no longer has */
  readonly all: readonly KnownList[];
  readonly #byId: ReadonlyMap<ListId, KnownList>;

  constructor(policy: Policy, rows: readonly KnownList[]) {
    const former = rows.filter(({ id }) => !policy.findList(id));
    this.all = [
      ...policy.lists.toSorted((a, b) => (a.polarity < b.polarity ? 1 : a.polarity > b.polarity ? -1 : 0)),
      ...former,
    ];
    this.#byId = new Map(this.all.map((list) => [list.id, list]));
  }

  has(id: ListId): boolean {
    return this.#byId.has(id);
  }

  /** @throws Problem `list.not_found` */
  of(id: ListId): KnownList {
    const list = this.#byId.get(id);
    if (!list)
      throw new Problem('list.not_found', { said: { zh: `没有“${id}”这一名单。`, en: `There is no list “${id}”.` } });
    return list;
  }
}

interface Reading {
  readonly of: Policy['lists'];
  readonly lists: Promise<KnownLists>;
}

const read = new WeakMap<SiteReader, Reading>();

/** Read once by each process, and again when another version of the rules begins. */
export function knownLists({ database, policy }: Pick<SiteContext, 'database' | 'policy'>): Promise<KnownLists> {
  const known = read.get(database);
  if (known?.of === policy.lists) return known.lists;
  const reading = readLists(database).then((rows) => new KnownLists(policy, rows));
  read.set(database, { of: policy.lists, lists: reading });
  reading.catch(() => read.delete(database));
  return reading;
}

async function readLists(database: SiteReader): Promise<KnownList[]> {
  return (
    database
      .selectFrom('list')
      .select(['id', 'polarity', 'title', 'title_en as titleEn'])
      .select(['plain_title as plainTitle', 'plain_title_en as plainTitleEn'])
      // a list of the folder's that is not enacted was never shown, and is nobody's to look for
      .where(({ exists, or, selectFrom }) =>
        or([
          exists(selectFrom('edition').select('edition.number').whereRef('edition.list', '=', 'list.id')),
          exists(selectFrom('notice').select('notice.round_id').whereRef('notice.list', '=', 'list.id')),
        ]),
      )
      .orderBy('id')
      .execute()
  );
}
