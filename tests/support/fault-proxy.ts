/** Stands between the product and its database, as a balancer or a bad network does: cuts, freezes, refuses, and leads elsewhere. */
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';

export interface FaultProxy {
  /** `url` as it is reached through the proxy */
  through(url: string): string;
  /** ends every connection now: `reset` as a host that died does, `end` as a server that says goodbye does */
  cut(how?: 'reset' | 'end'): void;
  /** carries nothing any more, in either direction, without a word; new connections are taken and carried nowhere */
  freeze(): void;
  /** as `freeze`, but only for the connections that are open now: those that come later are carried */
  freezeOpen(): void;
  thaw(): void;
  /** nobody listens any more, what is open stays */
  refuse(): Promise<void>;
  /** as a balancer without a server: takes each new connection and ends it at once */
  turnAway(): void;
  /** after so many more bytes from the server each connection is cut in the middle of a message */
  cutAfter(bytes: number): void;
  /** new connections lead to this port from now on */
  leadTo(port: number): void;
  listen(): Promise<void>;
  readonly open: number;
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export async function faultProxy(target: { port: number; host?: string }): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let server: Server | undefined;
  let port = 0;
  let targetPort = target.port;
  let frozen = false;
  let away = false;
  let left = Number.POSITIVE_INFINITY;

  function carry(near: Socket): void {
    near.on('error', () => {});
    if (away) return void near.destroy();
    const far = dial({ port: targetPort, host: target.host ?? '127.0.0.1' });
    const pair = { near, far };
    pairs.add(pair);
    far.on('error', () => {});
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes: Buffer) => {
      left -= bytes.length;
      near.write(left < 0 ? bytes.subarray(0, Math.max(0, bytes.length + left)) : bytes);
      if (left < 0) near.end();
    });
    near.on('close', () => far.destroy());
    far.on('close', () => {
      pairs.delete(pair);
      near.destroy();
    });
    if (frozen) hold(pair);
  }
  const hold = ({ near, far }: Pair) => {
    near.pause();
    far.pause();
  };

  async function listen(): Promise<void> {
    const listener = createServer(carry);
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, '127.0.0.1', () => resolve());
    });
    port = (listener.address() as AddressInfo).port;
    server = listener;
  }
  async function refuse(): Promise<void> {
    const closing = server;
    server = undefined;
    closing?.close(() => {}); // stops listening at once; what is open keeps it from being closed whole
    await new Promise((resolve) => setImmediate(resolve));
  }
  function cut(how: 'reset' | 'end' = 'reset'): void {
    for (const { near, far } of pairs) {
      if (how === 'reset') near.resetAndDestroy();
      else near.end();
      far.destroy();
    }
  }
  await listen();
  return {
    through(url) {
      const changed = new URL(url);
      changed.hostname = '127.0.0.1';
      changed.port = String(port);
      return changed.href;
    },
    cut,
    freeze() {
      frozen = true;
      for (const pair of pairs) hold(pair);
    },
    freezeOpen() {
      for (const pair of pairs) hold(pair);
    },
    thaw() {
      frozen = false;
      away = false;
      left = Number.POSITIVE_INFINITY;
      for (const { near, far } of pairs) {
        near.resume();
        far.resume();
      }
    },
    refuse,
    turnAway() {
      away = true;
    },
    cutAfter(bytes) {
      left = bytes;
    },
    leadTo(elsewhere) {
      targetPort = elsewhere;
    },
    listen,
    get open() {
      return pairs.size;
    },
    async close() {
      await refuse();
      cut();
    },
  };
}
