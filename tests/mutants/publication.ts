/** Guards of what leaves the platform: to the site, to subscribers, to the points system. */
import { guardsOf } from './mutant.ts';

const publicRecords = ['src/platform/exchange/public-records.test.ts'];

export const PUBLICATION = [
  ...guardsOf('src/platform/exchange/rules.ts', publicRecords, [
    ['organisations alone', 'no-person-in-public', "record.subjectType === 'organisation' &&", ''],
    ['good records alone outside a list', 'listed-measures-only', "record.polarity === 'good' &&", ''],
    ['sole traders being natural persons', 'no-person-in-public', '!isSoleTrader(record.uscc) &&', ''],
    [
      'kinds that are disclosed to the public',
      'listed-measures-only',
      "policy.kind(record.kind).lifecycle.disclosureMode === 'public'",
      'true',
    ],
  ]),
  ...guardsOf(
    'src/site/notification/address.ts',
    ['src/site/notification/address.test.ts'],
    [
      ['https', 'own-network', "if (url.protocol !== 'https:')", "if (url.protocol === 'ftp:')"],
      ['no names of one’s own network', 'own-network', '|| PRIVATE_NAMES.test(url.hostname))', ')'],
      ['no bare addresses', 'own-network', 'if (isNumeric(url.hostname))', 'if (isNumeric(url.hash))'],
      [
        'no number of a document in an address',
        'no-person-in-public',
        'if (holdsDocumentNumber(decoded(url.href), IDENTITY))',
        'if (url.href === decoded)',
      ],
    ],
  ),
  ...guardsOf(
    'src/kernel/policy/points-engine.ts',
    ['src/kernel/policy/points-engine.prop.test.ts'],
    [
      [
        'one fact counting once',
        'one-fact-one-record',
        'repeated: ordered[index - 1]?.recordId === record.recordId,',
        'repeated: false,',
      ],
      ['the cap of a kind', 'points-only-unlock', 'room -= Math.abs(result.points);', ''],
      [
        'the cap over all good records',
        'points-only-unlock',
        'const goodCap = Math.min(0, scale.goodCap - good);',
        'const goodCap = 0;',
      ],
      [
        'the cap over all adverse records',
        'points-only-unlock',
        'const adverseCap = Math.max(0, -adverse - scale.adverseCap);',
        'const adverseCap = 0;',
      ],
    ],
  ),
];
