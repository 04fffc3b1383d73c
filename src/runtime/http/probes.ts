/** What a balancer or an operator asks: is the process there, and can it serve? Both cheap; the answers are always prompt. */
import type { FastifyInstance } from 'fastify';
import { Problem } from '#kernel/refusal/problem.ts';
import type { System } from '../postgres/migrate.ts';
import type { DatabaseState, Pulse } from '../postgres/pulse.ts';

export interface Probed {
  readonly name: System;
  readonly pulse: Pulse;
}

const WORDS: Readonly<Record<Exclude<DatabaseState, 'serving'>, { readonly zh: string; readonly en: string }>> = {
  silent: { zh: '数据库没有应答', en: 'does not answer' },
  unreachable: { zh: '连不上数据库', en: 'cannot be reached' },
  'read-only': { zh: '数据库只读（正在切换主库）', en: 'is read-only (a failover is under way)' },
};

/** `/live` says that the process answers and never asks the database: a database that is away is no reason to start it anew. */
export function probes(server: FastifyInstance, systems: readonly Probed[]): void {
  const quiet = { logLevel: 'silent', config: { rateLimit: false } } as const;
  server.get('/live', quiet, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'live' };
  });
  for (const path of ['/ready', '/health']) {
    server.get(path, quiet, async (_request, reply) => {
      const states = await Promise.all(systems.map(async ({ name, pulse }) => ({ name, state: await pulse.state() })));
      const away = states.flatMap(({ name, state }) => (state === 'serving' ? [] : [{ name, ...WORDS[state] }]));
      if (away.length > 0) throw notReady(away);
      reply.header('cache-control', 'no-store');
      return { status: 'ok', systems: systems.map(({ name }) => name) };
    });
  }
}

function notReady(away: readonly { readonly name: System; readonly zh: string; readonly en: string }[]): Problem {
  return new Problem('unavailable', {
    said: {
      zh: away.map(({ name, zh }) => `${name}：${zh}`).join('；'),
      en: away.map(({ name, en }) => `${name}: the database ${en}`).join('; '),
    },
  });
}
