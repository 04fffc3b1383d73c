/** Fills a site's database with invented organisations: the directory by COPY, what is shown of some of them through the site's own inbox. */

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type EditionManifest, editionDigest, ORGANISATIONS_PER_MESSAGE } from '#contracts/exchange.ts';
import { loadLaw } from '#runtime/law.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import type { SiteContext } from '#site/context.ts';
import type { SiteDatabase } from '#site/index.ts';
import { initialsOf, searchName } from '#site/search/names.ts';
import { receiveAtSite as receive } from '../tests/support/inbox.ts';
import { ref } from '../tests/support/refs.ts';
import { inventedCode, inventedName } from './invented-organisations.ts';

export interface Filling {
  readonly organisations: number;
  /** how many of them have a good record */
  readonly records: number;
  /** how many are on the red list */
  readonly listed: number;
}

/** @param url connection string of the tables' owner */
export async function fillSite(url: string, policy: SiteContext['policy'], filling: Filling): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const pool = openPool(url, 2);
  try {
    await fillDirectory(client, policy, filling.organisations);
    await publish(
      {
        database: openDatabase<SiteDatabase>(pool),
        prepared: pool,
        policy,
        law: await loadLaw(),
        clock: () => new Date('2020-05-20T02:00:00Z'),
      },
      filling,
    );
    await client.query('VACUUM ANALYZE');
  } finally {
    // what went wrong is to be told, and not that the server went away under a connection left open
    await pool.end();
    await client.end();
  }
}

async function fillDirectory(client: pg.Client, policy: SiteContext['policy'], organisations: number): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'organisation' AND indexname <> 'organisation_pkey'`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  await pipeline(
    Readable.from(directoryLines(organisations, policy)),
    client.query(
      copyFrom(
        'COPY organisation (uscc, name, search_name, initials, area, registered_on, registered, noted, position) FROM STDIN',
      ),
    ),
  );
  for (const { definition } of indexes) await client.query(definition);
}

function* directoryLines(count: number, policy: SiteContext['policy']): Generator<string> {
  const areas = [...policy.divisions.map(({ code }) => code), ...policy.zones.map(({ id }) => id)];
  let piece: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = inventedName(index);
    const search = searchName(name);
    piece.push(
      `${inventedCode(index)}\t${name}\t${search}\t${initialsOf(search)}\t${areas[index % areas.length]}\t2010-01-02\tt\tf\t1\n`,
    );
    if (piece.length === 5_000) {
      yield piece.join('');
      piece = [];
    }
  }
  yield piece.join('');
}

async function publish(context: SiteContext, { organisations, records, listed }: Filling): Promise<void> {
  const step = Math.floor(organisations / records);
  const lines = Array.from({ length: records }, (_, order) => {
    const index = order * step;
    return { uscc: inventedCode(index), name: inventedName(index), recordId: randomUUID() };
  });
  let position = 10;
  const send = (type: string, data: object) =>
    receive(context, {
      ...{ specversion: '1.0', id: randomUUID(), source: '/platform', type, time: '2020-05-20T02:00:00.000Z' },
      data: { ...data, position: ++position },
    });
  const matter = {
    matter: '捐赠医用防护物资一批，支援定点医院和社区防控',
    department: '市民政局',
    determinedOn: '2020-05-08',
  };
  for (let from = 0; from < lines.length; from += ORGANISATIONS_PER_MESSAGE) {
    await send('xinheng.organisation-records.published', {
      records: lines.slice(from, from + ORGANISATIONS_PER_MESSAGE).map((line) => ({
        ...{
          ...line,
          ...matter,
          kind: ref('3.2.4'),
          clause: ref('3.2.4'),
          title: '捐款捐物',
          area: null,
          objectionOpen: false,
        },
        ...{ occurredOn: '2020-03-01', validFrom: '2020-05-08', validUntil: null },
      })),
    });
  }
  const manifest: EditionManifest = {
    ...{ list: 'red', title: '疫情防控工作社会信用红榜', number: 1, clause: ref('3.2'), publishedOn: '2020-05-18' },
    ...{ noticeFrom: '2020-05-08', noticeUntil: '2020-05-15' },
    signedBy: [{ department: '市信用办', signedAs: 'office', on: '2020-05-17' }],
    event: { id: ref('epidemic-ended'), effectiveOn: '2020-05-06', documentNumber: '测防指〔2020〕9号' },
    entries: lines.slice(0, listed).map((line) => ({
      ...{
        ...line,
        ...matter,
        entryId: line.recordId,
        ground: ref('3.2.4'),
        groundTitle: '捐款捐物支援防疫工作',
        zone: null,
        validUntil: null,
      },
    })),
  };
  await send('xinheng.edition.published', { manifest, digest: editionDigest(manifest) });
}
