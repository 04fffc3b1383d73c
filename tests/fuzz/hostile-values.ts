/** What strangers put where a value is expected. */

/** In addresses and as text in bodies. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...[
    "'",
    "' OR '1'='1",
    '1;SELECT pg_sleep(5)--',
    '1) UNION SELECT NULL--',
    '%',
    '_%\\',
    '\\',
    '"',
    '`',
    '$'.concat('{7*7}'),
    '{{7*7}}',
  ],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=1>',
    '../../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '/etc/passwd\u0000.jpg',
  ],
  ...[
    '%00',
    '\u0000',
    '\ud800',
    '\udc00x',
    '\u202e\u2066',
    "\ufeff=cmd|'/C calc'!A0",
    '\r\nX-Injected: 1',
    ' ',
    '',
    '\u3000',
  ],
  ...[
    'a'.repeat(7_000),
    '9'.repeat(400),
    `x${' '.repeat(6_000)}x`,
    '😀'.repeat(200),
    'İıſK',
    '１２３',
    '\u0301'.repeat(300),
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '[object Object]',
  ],
  ...[
    'http://127.0.0.1:1/',
    'javascript:alert(1)',
    '//evil.test',
    'whsec_x',
    '*',
    'Infinity',
    '-Infinity',
    'NaN',
    '0x10',
    '1e3',
    '1_000',
  ],
];

/** Whole numbers around every width that a column, a counter or JavaScript has. */
export const EDGE_NUMBERS: readonly string[] = [
  ...['-1', '0', '1', '-0', '1.5', '32767', '32768', '2147483647', '2147483648', '-2147483649', '4294967296'],
  ...['9007199254740991', '9007199254740992', '9223372036854775807', '9223372036854775808', '-9223372036854775809'],
  ...['99999999999999999999', '1e21', '1e308', '1e400'],
];

/** Numbers of cases and lists of rows, of the same widths. */
export const EDGE_PAIRS: readonly string[] = [
  ...[
    '1-1',
    '0-0',
    '1-0',
    '999999999999999999-999999999',
    '1-2147483647',
    '1-2147483648',
    '9223372036854775807-1',
    '9223372036854775808-1',
  ],
  ...['1-1-1', '1,1', '99999999', '99999999,99999999', '999999999999999999', '1-99999999999999999999'],
];

/** Days at the edges of the calendar, of JavaScript, of PostgreSQL and of the product's own calendars. */
export const EDGE_DATES: readonly string[] = [
  ...[
    '0000-00-00',
    '0000-01-01',
    '0001-01-01',
    '0099-12-31',
    '1582-10-10',
    '1799-12-31',
    '1899-12-31',
    '1900-01-01',
    '1970-01-01',
  ],
  ...[
    '2020-02-30',
    '2021-02-29',
    '2020-02-29',
    '2020-13-01',
    '2099-12-31',
    '2100-02-29',
    '2101-01-01',
    '9999-12-31',
    '10000-01-01',
  ],
  ...[
    '+275760-09-13',
    '-000001-01-01',
    '294277-01-01',
    '2020-1-1',
    '20200101',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ],
  ...['2020-03-16T25:61:00Z', '1e21', 'infinity', '-infinity', 'now', 'epoch', 'today'],
];

export const EDGE_UUIDS: readonly string[] = [
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  ],
  ...[
    '00000000-0000-7000-8000-000000000000',
    '{00000000-0000-7000-8000-000000000000}',
    '00000000000070008000000000000000',
  ],
];

/** In bodies, as JSON has them. */
export const HOSTILE_JSON: readonly unknown[] = [
  ...[null, true, false, 0, -1, -0, 1.5, 1e21, 1e308, 2 ** 31, 2 ** 31 - 1, 2 ** 53, 2 ** 53 - 1, -(2 ** 63)],
  ...['', [], {}, [[]], [null], [{}], { $gt: '' }, { toString: 1 }, { length: 1e9 }, { type: 'Buffer', data: [1] }],
  JSON.parse('{"__proto__": {"polluted": true}}'),
  JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'),
  Array.from({ length: 2_000 }, () => 'a'),
  Array.from({ length: 300 }, (_, index) => ({ [`k${index}`]: index })),
  nested(200),
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Bodies that are no JSON, or JSON that no schema foresees, as they go over the wire. */
export const RAW_BODIES: readonly string[] = [
  ...[
    '',
    ' ',
    '{',
    'null',
    '[]',
    '"text"',
    '1e400',
    '{"a":1}{',
    '{"a":1,}',
    "{'a':1}",
    '"\\ud800"',
    '\u0000',
    '\ufeff{}',
  ],
  ...[
    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":{"a":1}}}',
    '{"a":1,"a":2}',
    '['.repeat(50_000),
    '{"a":'.repeat(20_000),
  ],
  ...[`${'['.repeat(20_000)}${']'.repeat(20_000)}`, `{"${'k'.repeat(70_000)}":1}`],
];

/** Uploads of every kind of broken file. */
export const RAW_FILES: readonly Buffer[] = [
  ...[
    '',
    ' ',
    '\u0000'.repeat(64),
    'PK\u0003\u0004',
    '%PDF-1.7\n',
    '\u00ff\u00d8\u00ff',
    '\u0089PNG\r\n\u001a\n',
    'GIF89a',
    '<svg/>',
  ],
  ...[
    'RIFF\u0000\u0000\u0000\u0000WEBP',
    '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1',
    '姓名,证件号码\n"',
    ',,,,\n'.repeat(500),
    '"'.repeat(999),
  ],
  ...[`x${' '.repeat(30_000)}x`, '\u00ff\u00fe姓', '\u001f\u008b\u0008', '{"a":1}'],
].map((text) => Buffer.from(text, /[一-龥]/u.test(text) ? 'utf8' : 'latin1'));

export const HOSTILE_HEADERS: readonly Readonly<Record<string, string>>[] = [
  ...[
    'Bearer',
    'Bearer x',
    'Bearer a.b.c',
    'Basic Og==',
    `Bearer ${'x'.repeat(8_000)}`,
    `Bearer ${'eyJhbGciOiJub25lIn0.e30.'}`,
  ].map((authorization) => ({ authorization })),
  ...[
    '=',
    'a',
    ';;;',
    '%',
    'xinheng-platform=%00',
    `xinheng-platform=${'x'.repeat(4_000)}`,
    '__proto__=1',
    '__Host-xinheng-platform=x.y',
  ].map((cookie) => ({ cookie })),
  ...['*/*;q=x', 'text/html', ';', 'application/json;q=1e400'].map((accept) => ({ accept })),
  { 'if-none-match': '"'.repeat(2_000) },
  { 'if-none-match': '*' },
  { 'if-modified-since': '9999-12-31' },
  { range: 'bytes=99999999999999999999-0' },
  { 'accept-encoding': 'br;q=9,gzip;q=-1,*;q=x' },
  { 'accept-language': '-'.repeat(2_000) },
  { 'x-forwarded-for': '1.1.1.1, '.repeat(500) },
  { host: 'evil.test:99999' },
  { 'webhook-id': 'x', 'webhook-timestamp': '1e400', 'webhook-signature': 'v1,' },
  { 'webhook-id': 'x', 'webhook-timestamp': '99999999999999999999', 'webhook-signature': 'v1,= v1,= ' },
];
