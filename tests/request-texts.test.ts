/**
 * What a request can say: every string of every request of the three systems is marked as typed by people (`freeText`, and so screened), or
 * takes no prose by its form, or stands below with the reason why what is typed there is never kept as it was.
 */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { EndpointMap } from '#contracts/endpoint.ts';
import { freeText, isFreeText, partsOf } from '#contracts/free-text.ts';
import { MY, PLATFORM } from '#contracts/platform.ts';
import { POINTS, PROVIDER } from '#contracts/points-system.ts';
import { FILES, FORMER, PAGES, SITE } from '#contracts/public-site.ts';
import { inventedResidentId } from './support/people.ts';

const SYSTEMS: Readonly<Record<string, EndpointMap>> = {
  ...{ platform: PLATFORM, my: MY, points: POINTS, provider: PROVIDER },
  ...{ site: SITE, pages: PAGES, files: FILES, former: FORMER },
};

const number = inventedResidentId('1988-03-16', 24);
/** Whoever takes one of these takes prose: a sentence, a word, a number in clear. */
const PROSE = [
  '本人信仰佛教，血型为A型，确诊新冠肺炎后居家隔离',
  '信佛',
  '患有高血压病史的张三',
  number,
  `张三${number}`,
  `zhang-${number}`,
];

const takesProse = (schema: z.core.$ZodType) => PROSE.some((text) => z.safeParse(schema, text).success);

/** Strings that take prose and are not marked, as `body.identity.name`: of alternatives each, of items `[]`. */
function unmarked(schema: z.core.$ZodType, at: string): string[] {
  if (isFreeText(schema)) return [];
  const { type } = (schema as z.core.$ZodTypes)._zod.def;
  if (type === 'string' || type === 'template_literal' || type === 'any' || type === 'unknown')
    return takesProse(schema) ? [at] : [];
  return partsOf(schema).flatMap((part) =>
    unmarked(part.schema, part.key === undefined ? at : part.key === 'each' ? `${at}[]` : `${at}.${part.key.of}`),
  );
}

const found = Object.entries(SYSTEMS).flatMap(([system, map]) =>
  Object.entries(map).flatMap(([address, { params, query, body }]) =>
    Object.entries({ params, query, body }).flatMap(([name, schema]) =>
      schema ? [...new Set(unmarked(schema, name))].map((field) => `${system} ${address} ${field}`) : [],
    ),
  ),
);

/** Fields that take prose and are not screened, and why nothing of it stays. */
const KNOWN: readonly (readonly [field: RegExp, because: string])[] = [
  [/ params\.\w+$/, 'looked up, and refused where it names nothing'],
  [/^(pages|files) GET \S+ query\./, 'answered, and kept nowhere'],
  [
    / GET \S+ query\.(department|zone|kind|name|after|before|batch|uscc|notice)$/,
    'chooses what is shown, and is kept nowhere',
  ],
  [
    / GET \/audit(\/export)? query\.(officer|purpose)$/,
    'the log of a search says by what was searched, never for which words',
  ],
  [
    / GET \/auth\/sign-in query\.returnTo$/,
    'an address of this product; kept until the sign-in is over, ten minutes at most',
  ],
  [/ GET \/auth\/callback query\[\]$/, 'checked by the sign-in’s own library'],
  [
    / body\.identity\.(name|documentType|documentNumber)$/,
    'whose identity it is: compared, keyed and sealed, in clear nowhere',
  ],
  [/ body\.identity\.(organisation\.authority|proof)$/, 'a kind of proof that the policy names, or refused'],
  [/ (body|query)\.(identity\.organisation\.)?uscc$/, 'a credit code by its check digit, or refused'],
  [/ body\.(departmentId|event|textVersion|benefit)$/, 'a body, event, text or benefit that there is, or refused'],
  [/ body\.offers\[\]\.(benefit|areas\[\])$/, 'a benefit of the policy, an area of the city, or refused'],
  [/ POST \/batches query\.(notice|category|corrects)$/, 'a notice, a kind, a batch that there is, or refused'],
  [/ body\.content\.(kind|place)$/, 'of the catalogue, or refused; until then sealed as a draft'],
  [/ body\.statements\[\]\.(id|version)$/, 'a statement that the policy asks for, or refused'],
  [/ (body|query)(\.paper)?\.(kind|paperKinds\[\])$/, 'a kind of evidence that the catalogue names, or refused'],
  [
    / body\.(externalId|clientId|accounts\[\]\.subject)$/,
    'an account as the sign-in names it: no identity number by its form, no forbidden words by screenedAccount',
  ],
  [
    / POST \/(batches|directory\/imports) query\.fileName$/,
    'kept as it is only where nothing is found in it (platform/intake/file-name.ts)',
  ],
  [/ POST \/inbox(\/held|\/holdings)? body\./, 'signed by another of the three systems, where it was screened'],
  [
    / POST \/enactments(\/\w+)? body\.(scopes\[\]|notice)$/,
    'looked up among what the folder holds, and refused where it names nothing',
  ],
  [/^provider POST \/verifications body\.code$/, 'compared with the digests of codes that were given'],
  [/\/subscriptions body\.address$/, 'an https address without an identity number (site/notification/address.ts)'],
];

test('every string of a request is marked, takes no prose, or is named here with the reason', () => {
  const unexplained = found.filter((field) => !KNOWN.some(([known]) => known.test(field)));
  expect(unexplained).toEqual([]);
});

test.each(KNOWN)('%s is still there', (known) => {
  expect(found.filter((field) => known.test(field))).not.toEqual([]);
});

describe('a string that somebody adds', () => {
  const at = (schema: z.ZodType) => unmarked(z.strictObject({ added: schema }), 'body');

  test.each([
    ['bare', z.string()],
    ['optional and short', z.string().trim().max(20).optional()],
    ['one of several', z.union([z.literal('*'), z.array(z.string())])],
    ['in a record', z.record(z.string(), z.string())],
    ['with a pattern that a word fits', z.string().regex(/^\S+$/)],
    ['anything at all', z.unknown()],
  ])('%s is found', (_, schema) => expect(at(schema)).toHaveLength(1));

  test.each([
    ['marked', freeText(z.string().max(20)).optional().meta({ description: '说明' })],
    ['a closed set', z.enum(['a', 'b'])],
    ['a day', z.iso.date()],
    ['an id', z.uuid()],
    ['a number in figures', z.string().regex(/^[1-9]\d{0,11}$/)],
  ])('%s is left alone', (_, schema) => expect(at(schema)).toEqual([]));
});
