/** Where a sealed value stands. The place is authenticated with it, so a value opens in its own table, column and row and nowhere else. */

/** Made by `sealPlace` only. The key version is not in it: it stands in the value's own head, which is authenticated as well. */
export type SealPlace = string & { readonly sealPlace: true };

/**
 * @param row what the row is known by for good: parts of keys (uuids, numbers), never text that people write
 */
export function sealPlace(table: string, column: string, ...row: readonly (string | number)[]): SealPlace {
  let place = `${table}.${column}:${row[0] ?? ''}`;
  for (let part = 1; part < row.length; part++) place += `/${row[part]}`;
  return place as SealPlace;
}

/** A sealed value together with where it stands. */
export interface Sealed {
  readonly sealed: Buffer;
  readonly place: SealPlace;
}
