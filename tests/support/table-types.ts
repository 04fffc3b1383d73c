/** What the types of a `database.ts` claim about tables and columns, read from their syntax trees, to be held against a migrated database. */
import { dirname, join } from 'node:path';
import { type SyntaxNode, treeOf } from './syntax.ts';

export interface Column {
  /** how a value arrives in JavaScript: text, number, boolean, date, bytes, json; with `[]` for several */
  readonly arrives: string;
  readonly nullable: boolean;
  /** an INSERT may leave it out though it cannot be null */
  readonly filledIn: boolean;
  /** an INSERT may not give it */
  readonly ownNumber: boolean;
}

/** table: column: what it is */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, Column>>;

interface Declared {
  readonly node: SyntaxNode;
  readonly file: string;
}

/** Declarations of types by name, of one file and of the files beside it that it imports types from. */
type Scope = Map<string, Declared>;

/** Tables that two systems have alike are typed once, by the log. */
const pathOf = (source: string, file: string): string =>
  source.startsWith('#') ? join(import.meta.dirname, '../../src', source.slice(1)) : join(dirname(file), source);

function scopeOf(file: string, scopes: Map<string, Scope>): Scope {
  const known = scopes.get(file);
  if (known) return known;
  const scope: Scope = new Map();
  scopes.set(file, scope);
  for (const statement of treeOf(file)['body'] as SyntaxNode[]) {
    const source = (statement['source'] as SyntaxNode | null | undefined)?.['value'];
    if (statement.type === 'ImportDeclaration' && typeof source === 'string' && /^(\.|#log\/)/.test(source)) {
      const from = scopeOf(pathOf(source, file), scopes);
      for (const specifier of statement['specifiers'] as SyntaxNode[]) {
        const name = (specifier['imported'] as { name: string }).name;
        const found = from.get(name);
        if (found) scope.set(name, found);
      }
    }
    const node = (statement['declaration'] as SyntaxNode | null | undefined) ?? statement;
    if (/^TS(Interface|TypeAlias)Declaration$/.test(node.type)) {
      scope.set((node['id'] as { name: string }).name, { node, file });
    }
  }
  return scope;
}

class Reader {
  readonly #scopes = new Map<string, Scope>();

  scope(file: string): Scope {
    return scopeOf(file, this.#scopes);
  }

  /** Columns of an interface with those it extends, or of an `Omit` of one. */
  columns({ node, file }: Declared): Map<string, SyntaxNode & { file: string }> {
    if (node.type === 'TSTypeAliasDeclaration') return this.#without(node['typeAnnotation'] as SyntaxNode, file);
    const columns = new Map<string, SyntaxNode & { file: string }>();
    for (const { expression } of (node['extends'] ?? []) as { expression: { name: string } }[]) {
      for (const [name, type] of this.columns(this.declared(expression.name, file))) columns.set(name, type);
    }
    for (const member of (node['body'] as { body: SyntaxNode[] }).body) {
      const type = (member['typeAnnotation'] as SyntaxNode)['typeAnnotation'] as SyntaxNode;
      columns.set((member['key'] as { name: string }).name, { ...type, file });
    }
    return columns;
  }

  #without(type: SyntaxNode, file: string) {
    const [whole, less] = argumentsOf(type);
    if (nameOf(type) !== 'Omit') throw new Error(`${file}: a table is an interface, or an Omit of one`);
    const columns = this.columns(this.declared(nameOf(whole!), file));
    const left = less!.type === 'TSUnionType' ? (less!['types'] as SyntaxNode[]) : [less!];
    for (const one of left) columns.delete(literalOf(one));
    return columns;
  }

  declared(name: string, file: string): Declared {
    const found = this.scope(file).get(name);
    if (!found) throw new Error(`${file}: no type ${name}`);
    return found;
  }

  column(type: SyntaxNode, file: string): Column {
    if (type.type === 'TSUnionType') return this.#union(type['types'] as SyntaxNode[], file);
    if (type.type === 'TSTypeReference') return this.#reference(type, file);
    if (type.type === 'TSArrayType') {
      const element = this.column(type['elementType'] as SyntaxNode, file);
      return plain(element.arrives === 'json' ? 'json' : `${element.arrives}[]`);
    }
    if (type.type === 'TSIndexedAccessType') {
      const owner = this.declared(nameOf(type['objectType'] as SyntaxNode), file);
      const column = this.columns(owner).get(literalOf(type['indexType'] as SyntaxNode));
      return this.column(column!, column!.file);
    }
    const arrives = KEYWORDS[type.type];
    if (!arrives) throw new Error(`${file}: a column cannot be ${type.type}`);
    return plain(arrives);
  }

  /** Texts of a closed set, `null`, and at most one kind of value. */
  #union(types: readonly SyntaxNode[], file: string): Column {
    const some = types.filter(({ type }) => type !== 'TSNullKeyword').map((one) => this.column(one, file));
    const kinds = new Set(some.map(({ arrives }) => arrives));
    return {
      arrives: [...kinds].join(' | '),
      nullable: some.length < types.length || some.some(({ nullable }) => nullable),
      filledIn: false,
      ownNumber: false,
    };
  }

  #reference(type: SyntaxNode, file: string): Column {
    const name = nameOf(type);
    const [first, second] = argumentsOf(type);
    if (name === 'Generated') return { ...this.column(first!, file), filledIn: true };
    if (name === 'GeneratedAlways') return { ...this.column(first!, file), filledIn: true, ownNumber: true };
    if (name === 'ColumnType') {
      const leftOut = second?.type === 'TSUnionType' ? (second['types'] as SyntaxNode[]) : [second];
      const filledIn = leftOut.some((one) => /^TS(Undefined|Never)Keyword$/.test(one?.type ?? ''));
      return { ...this.column(first!, file), filledIn };
    }
    if (name === 'Json' || name === 'FreeJson' || name === 'JSONColumnType') {
      const nullable = first!.type === 'TSUnionType' && isNullable(first!);
      return { ...plain('json'), nullable };
    }
    if (name === 'Date') return plain('date');
    if (name === 'Buffer') return plain('bytes');
    const found = this.scope(file).get(name);
    // what is imported from the vocabulary is a set of texts
    if (!found) return plain('text');
    if (found.node.type === 'TSInterfaceDeclaration') return plain('json');
    return this.column(found.node['typeAnnotation'] as SyntaxNode, found.file);
  }
}

const plain = (arrives: string): Column => ({ arrives, nullable: false, filledIn: false, ownNumber: false });

const KEYWORDS: Readonly<Record<string, string>> = {
  TSStringKeyword: 'text',
  TSLiteralType: 'text',
  TSNumberKeyword: 'number',
  TSBooleanKeyword: 'boolean',
  TSObjectKeyword: 'json',
  TSTypeLiteral: 'json',
};

const isNullable = (type: SyntaxNode) => (type['types'] as SyntaxNode[]).some((one) => one.type === 'TSNullKeyword');
const nameOf = (type: SyntaxNode) => (type['typeName'] as { name: string }).name;
const argumentsOf = (type: SyntaxNode) =>
  (type['typeArguments'] as { params: SyntaxNode[] } | null | undefined)?.params ?? [];
const literalOf = (type: SyntaxNode) => (type['literal'] as { value: string }).value;

/** @param database name of the interface that names the tables */
export function claimedTables(file: string, database: string): Tables {
  const reader = new Reader();
  const tables = reader.columns(reader.declared(database, file));
  return new Map(
    [...tables].map(([table, type]) => {
      const columns = reader.columns(reader.declared(nameOf(type), file));
      return [table, new Map([...columns].map(([name, one]) => [name, reader.column(one, one.file)]))];
    }),
  );
}

/** What the types and the database say differently, in words. */
export function differences(claimed: Tables, real: Tables): string[] {
  const found: string[] = [];
  for (const table of new Set([...claimed.keys(), ...real.keys()])) {
    const [types, columns] = [claimed.get(table), real.get(table)];
    if (!types) found.push(`${table}: the types do not have it`);
    else if (!columns) found.push(`${table}: the database does not have it`);
    else found.push(...columnDifferences(types, columns).map((what) => `${table}.${what}`));
  }
  return found;
}

function columnDifferences(types: ReadonlyMap<string, Column>, columns: ReadonlyMap<string, Column>): string[] {
  return [...new Set([...types.keys(), ...columns.keys()])].flatMap((name) => {
    const [claim, column] = [types.get(name), columns.get(name)];
    if (!claim) return [`${name}: the types do not have it`];
    if (!column) return [`${name}: the database does not have it`];
    const found: string[] = [];
    if (claim.arrives !== column.arrives) found.push(`${name}: ${column.arrives}, typed as ${claim.arrives}`);
    if (claim.nullable !== column.nullable) found.push(`${name}: ${column.nullable ? 'may' : 'cannot'} be null`);
    if (claim.ownNumber !== column.ownNumber)
      found.push(`${name}: ${column.ownNumber ? '' : 'not '}numbered by itself`);
    if (claim.filledIn && !column.filledIn && !column.nullable) found.push(`${name}: an INSERT must give it`);
    return found;
  });
}
