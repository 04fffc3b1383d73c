/** Stands between the product and its database, as a balancer or a bad network does: cuts, freezes, refuses, and leads elsewhere. */
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export async function faultProxy(target: { port: number; host?: string }): Promise<FaultProxy> {
  const proxy = new FaultProxy(target.port, target.host ?? '127.0.0.1');
  await proxy.listen();
  return proxy;
}

export class FaultProxy {
  readonly #host: string;
  #targetPort: number;
  readonly #pairs = new Set<Pair>();
  #server: Server | undefined;
  /** the system's choice at first, and kept when it listens again */
  #port = 0;
  #frozen = false;
  #away = false;
  /** bytes the server may still say */
  #left = Number.POSITIVE_INFINITY;

  constructor(targetPort: number, host: string) {
    this.#targetPort = targetPort;
    this.#host = host;
  }

  get open(): number {
    return this.#pairs.size;
  }

  /** `url` as it is reached through the proxy */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.#port);
    return changed.href;
  }

  async listen(): Promise<void> {
    const listener = createServer((near) => this.#take(near));
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(this.#port, '127.0.0.1', () => resolve());
    });
    this.#port = (listener.address() as AddressInfo).port;
    this.#server = listener;
  }

  /** ends every connection now: `reset` as a host that died does, `end` as a server that says goodbye does */
  cut(how: 'reset' | 'end' = 'reset'): void {
    for (const { near, far } of this.#pairs) {
      if (how === 'reset') near.resetAndDestroy();
      else near.end();
      far.destroy();
    }
  }

  /** carries nothing any more, in either direction, without a word; new connections are taken and carried nowhere */
  freeze(): void {
    this.#frozen = true;
    this.freezeOpen();
  }

  /** as `freeze`, but only for the connections that are open now: those that come later are carried */
  freezeOpen(): void {
    for (const pair of this.#pairs) hold(pair);
  }

  thaw(): void {
    this.#frozen = false;
    this.#away = false;
    this.#left = Number.POSITIVE_INFINITY;
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  /** nobody listens any more, what is open stays */
  async refuse(): Promise<void> {
    const closing = this.#server;
    this.#server = undefined;
    closing?.close(() => {}); // stops listening at once; what is open keeps it from being closed whole
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** as a balancer without a server: takes each new connection and ends it at once */
  turnAway(): void {
    this.#away = true;
  }

  /** after so many more bytes from the server each connection is cut in the middle of a message */
  cutAfter(bytes: number): void {
    this.#left = bytes;
  }

  /** new connections lead to this port from now on */
  leadTo(port: number): void {
    this.#targetPort = port;
  }

  async close(): Promise<void> {
    await this.refuse();
    this.cut();
  }

  #take(near: Socket): void {
    near.on('error', () => {});
    if (this.#away) return void near.destroy();
    const far = dial({ port: this.#targetPort, host: this.#host });
    far.on('error', () => {});
    const pair = { near, far };
    this.#pairs.add(pair);
    this.#carry(pair);
    if (this.#frozen) hold(pair);
  }

  #carry(pair: Pair): void {
    const { near, far } = pair;
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes: Buffer) => {
      this.#left -= bytes.length;
      near.write(this.#left < 0 ? bytes.subarray(0, Math.max(0, bytes.length + this.#left)) : bytes);
      if (this.#left < 0) near.end();
    });
    near.on('close', () => far.destroy());
    far.on('close', () => {
      this.#pairs.delete(pair);
      near.destroy();
    });
  }
}

function hold({ near, far }: Pair): void {
  near.pause();
  far.pause();
}
