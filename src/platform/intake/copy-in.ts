/** Sends a finished binary COPY stream to the database. */
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/**
 * After an error the connection is of no further use and is cut here: a stream that failed while the socket was full would go on
 * writing as soon as the socket has room, where nobody catches what it throws.
 * @param statement `COPY … FROM STDIN (FORMAT binary)`
 */
export async function copyBinary(client: PoolClient, statement: string, bytes: Uint8Array): Promise<void> {
  const stream = client.query(copyFrom(statement));
  await new Promise<void>((resolve, reject) => {
    stream.on('error', (error) => {
      socketOf(client).destroy();
      reject(error);
    });
    stream.once('finish', resolve);
    stream.end(bytes);
  });
}

/** Not declared by `pg`, whose own pool ends connections in this way. */
const socketOf = (client: PoolClient) =>
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;
