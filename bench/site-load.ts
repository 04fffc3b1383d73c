/**
 * Load for `npm run bench:site`, in a process of its own, on loopback only: so many connections, each asking its next question when it has
 * its answer, until the time or the number of requests is over. It speaks HTTP over plain sockets, so that little of what is measured is its own.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly most: number;
  /** file with one path a line */
  readonly paths: string;
}

const load = JSON.parse(process.argv[2] ?? '') as Load;
const requests = readFileSync(load.paths, 'utf8')
  .trimEnd()
  .split('\n')
  .map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${load.port}\r\nAccept: */*\r\n\r\n`));

const HEAD_END = Buffer.from('\r\n\r\n');
const latencies: number[] = [];
let failed = 0;
let sent = 0;
const start = performance.now();
const over = () => sent >= load.most || performance.now() - start > load.seconds * 1000;

await Promise.all(Array.from({ length: load.connections }, (_, index) => converse(index)));
const seconds = (performance.now() - start) / 1000;
latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
console.log(
  JSON.stringify({
    requests: latencies.length,
    failed,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
  }),
);

function converse(index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(load.port, '127.0.0.1');
    socket.setNoDelay(true);
    let next = index * 7919;
    let asked = 0;
    let buffered: Buffer = Buffer.alloc(0);
    const ask = () => {
      if (over()) return void socket.end(resolve);
      sent++;
      asked = performance.now();
      socket.write(requests[next++ % requests.length] as Buffer);
    };
    socket.once('connect', ask);
    socket.once('error', reject);
    socket.on('data', (piece: Buffer) => {
      buffered = buffered.length === 0 ? piece : Buffer.concat([buffered, piece]);
      const headEnd = buffered.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const head = buffered.toString('latin1', 0, headEnd);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) return reject(new Error(`an answer without length: ${head.slice(0, 200)}`));
      if (buffered.length < headEnd + 4 + length) return;
      if (!head.startsWith('HTTP/1.1 200')) failed++;
      latencies.push(performance.now() - asked);
      buffered = Buffer.alloc(0);
      ask();
    });
  });
}
