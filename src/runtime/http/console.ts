/**
 * Serves the officers' console below /console/: built files that never change under their name, and one page that carries a
 * fresh nonce, so that no script or style can run but the ones it brought.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '#kernel/problems.ts';

export const CONSOLE_FOLDER = join(import.meta.dirname, '..', '..', '..', 'web', 'console', 'dist');
const NONCE = '__CSP_NONCE__';

export async function serveConsole(scope: FastifyInstance, folder = CONSOLE_FOLDER): Promise<void> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) {
    scope.get('/console/*', { schema: { hide: true } }, async () => {
      throw new Problem('unavailable', { detail: '工作台页面尚未生成，请先运行 npm run build。' });
    });
    return;
  }
  const page = readFileSync(index, 'utf8');
  await scope.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/console/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    schemaHide: true,
  });
  scope.get('/console', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/console/'));
  scope.get('/console/*', { schema: { hide: true } }, async (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header(
        'content-security-policy',
        `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'self' blob:; frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      )
      .send(page.replaceAll(NONCE, nonce));
  });
}
