/** Words for what an answer names: the answer may know more than the page does, and is then shown as it is. */
export const lookUp = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
