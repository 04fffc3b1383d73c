/** How an address says what a page shows: plain `name=value`, as somebody types it or sends it to a colleague. Pure. */

/** Each value is text, whatever it looks like; of a name that stands twice the last one counts. What it means, a page's schema says. */
export function readAddress(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** `undefined` is not written: it takes a name out. */
export function writeAddress(search: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}
