/** The part of pg-copy-streams that is used here; the package brings no types. */
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';

  /** a stream to hand to `client.query` and then to write into */
  export function from(statement: string): Writable & Submittable & { readonly rowCount: number };
  export function to(statement: string): Readable & Submittable & { readonly rowCount: number };
}
