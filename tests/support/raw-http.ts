/** A client that breaks the rules: it sends what it likes, when it likes, over a socket of its own. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RawClient {
  readonly socket: Socket;
  write(part: string | Buffer): void;
  /** all that came back so far */
  readonly received: () => string;
  /** status of the first answer, 0 when the connection ended without one */
  readonly status: Promise<number>;
  /** when the server has let go of the connection */
  readonly closed: Promise<void>;
}

export function rawClient(port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const status = new Promise<number>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const code = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (code) resolve(Number(code));
    });
    void closed.then(() => resolve(0));
  });
  socket.on('error', () => {}); // a cut connection is what many of these tests are about
  return { socket, write: (part) => void socket.write(part), received: () => text, status, closed };
}

export const head = (method: string, path: string, headers: Readonly<Record<string, string | number>>): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** Generous: the machine may be busy. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; !holds(); await sleep(10))
    if (Date.now() > deadline) throw new Error(`not within 30 seconds: ${what}`);
}
