/**
 * Holds the port while the service waits for its database at start: `/live` answers that the process is there, everything else
 * that it is not ready. Without it whoever watches the process would take it for dead and start it again and again.
 */
import { createServer } from 'node:http';
import { Problem } from '#kernel/refusal/problem.ts';
import { PROBLEM_TYPE, RETRY_AFTER_SECONDS } from './problems.ts';

export interface WaitingRoom {
  close(): Promise<void>;
}

/** @param host,port as for `listen`; an address that is taken is told by the service itself, later */
export async function openWaitingRoom({ host, port }: { host: string; port: number }): Promise<WaitingRoom> {
  const body = JSON.stringify(
    new Problem('unavailable', {
      said: { zh: '系统正在启动，等待数据库可用。', en: 'The service is starting and waits for its database.' },
    }).toDocument(),
  );
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('cache-control', 'no-store');
    response.setHeader('connection', 'close');
    if (request.url === '/live') {
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end('{"status":"live"}');
      return;
    }
    response.writeHead(503, { 'content-type': PROBLEM_TYPE, 'retry-after': String(RETRY_AFTER_SECONDS) });
    response.end(body);
  });
  const opened = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host, port }, () => resolve(true));
  });
  return {
    async close() {
      if (!opened) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
