/** Sends a finished binary COPY stream to the database. */
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** @param statement `COPY … FROM STDIN (FORMAT binary)` */
export async function copyBinary(client: PoolClient, statement: string, bytes: Uint8Array): Promise<void> {
  const stream = client.query(copyFrom(statement));
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.once('finish', resolve);
    stream.end(bytes);
  });
}
