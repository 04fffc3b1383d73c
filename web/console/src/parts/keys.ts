/** The words of a table, typed: `Object.keys` says only that they are text. */
export const keysOf = <Word extends string>(table: Readonly<Record<Word, unknown>>) => Object.keys(table) as Word[];
