/** docs/access.md as text and as data. */

export const COLUMNS: readonly (readonly [id: string, title: string])[] = [
  ['signed-out', '未登录'],
  ['reporter', '报送'],
  ['reviewer', '审核'],
  ['determiner', '认定'],
  ['credit-office', '信用办'],
  ['auditor', '审计'],
  ['administrator', '管理员'],
  ['assistant', '协办'],
  ['machine', '单位系统'],
  ['citizen', '本人'],
];

/** What must answer before anybody is signed in; the inbox knows its senders by signature. */
export const ADMITTED = [
  '/auth/sign-in',
  '/auth/callback',
  '/auth/sign-out',
  '/inbox',
  '/reports/{code}',
  '/policy/notices',
];

const INTRODUCTION = `# Who gets what

Every endpoint of the platform, called as every role. \`tests/access/endpoints.pg.test.ts\` makes these calls against the
real routes and a real database and compares; an endpoint that is not in this table fails the test.

In each cell: an officer **of the department whose matter it is / of another department**. The matter is always the
municipal health commission's, the other department the public security bureau. For credit office and auditor the
first is one who sits in the municipal credit office, the second one who sits elsewhere: both see the whole city. An
administrator appoints within the own department and those below it. A citizen is asked for the own matter / for somebody else's.
The sessions of a browser (\`/auth/sessions\`) are asked for by its cookie alone, which these calls do not bear: they answer nobody.

| answer | means |
|---|---|
| 2xx | done or shown |
| 3xx | led on to the identity provider |
| 400 | let in; the example request is refused for what it says |
| 401 | not signed in |
| 403 | this role, or this department, may not |
| 404 | not there for this caller: matter of another department is not even admitted to exist |
| 409, 422 | let in; the example is in a state that does not allow it |

A case that may be seen is not yet a name that may be read: masking, stated purpose and four eyes are tested beside
determination. \`WRITE_ACCESS=1 npx vitest run --project pg tests/access\` writes this table anew.

`;

export function tableText(
  operations: readonly { readonly name: string; readonly summary: string }[],
  observed: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string {
  const header = ['endpoint', ...COLUMNS.map(([id, title]) => `${id} ${title}`)];
  const rows = operations.map(({ name, summary }) => [
    `\`${name}\` ${summary.replaceAll('|', '/')}`,
    ...COLUMNS.map(([id]) => observed.get(name)?.get(id) ?? '?'),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return INTRODUCTION + line(header) + line(header.map(() => '---')) + rows.map(line).join('');
}

/** By endpoint, then by column id. */
export function readTable(text: string): Map<string, Map<string, string>> {
  const table = new Map<string, Map<string, string>>();
  for (const row of text.split('\n')) {
    const name = /^\| `([A-Z]+ \/[^`]*)`/.exec(row)?.[1];
    if (name === undefined) continue;
    const cells = row.split('|').slice(2, -1);
    table.set(name, new Map(COLUMNS.map(([id], index) => [id, (cells[index] ?? '').trim()])));
  }
  return table;
}
