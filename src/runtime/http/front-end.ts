/**
 * Serves the built pages of a front end (web/console, web/my): files that never change under their name, and pages that carry
 * a fresh nonce, so that no script or style can run but the ones they brought.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '#kernel/refusal/problem.ts';

/** A front end, as one folder built by `npm run build`. */
export interface FrontEnd {
  /** below web/ */
  readonly folder: 'console' | 'my';
  readonly title: string;
  readonly pages: readonly FrontEndPage[];
}

/** One HTML file and the addresses it answers: `path` and everything below it. */
export interface FrontEndPage {
  readonly path: `/${string}`;
  readonly file: string;
  /** shows its own blobs as documents (a PDF beside a form) */
  readonly embedsDocuments?: boolean;
  /** may ask for the camera; no other page can */
  readonly usesCamera?: boolean;
}

export const CONSOLE: FrontEnd = {
  folder: 'console',
  title: '工作台',
  pages: [{ path: '/console', file: 'index.html', embedsDocuments: true }],
};

export const MY: FrontEnd = {
  folder: 'my',
  title: '我的信用',
  pages: [
    { path: '/my', file: 'index.html' },
    { path: '/provider', file: 'provider.html', usesCamera: true },
  ],
};

export const builtFolder = (folder: FrontEnd['folder']) =>
  join(import.meta.dirname, '..', '..', '..', 'web', folder, 'dist');
export const NONCE = '__CSP_NONCE__';

export async function serveFrontEnd(scope: FastifyInstance, frontEnd: FrontEnd): Promise<void> {
  const folder = builtFolder(frontEnd.folder);
  if (existsSync(join(folder, 'assets'))) {
    await scope.register(async (assets) => {
      assets.addHook('onRoute', (route) => {
        route.config = { ...route.config, asset: true };
      });
      await assets.register(fastifyStatic, {
        root: join(folder, 'assets'),
        prefix: `/${frontEnd.folder}/assets/`,
        immutable: true,
        maxAge: '365d',
        decorateReply: false,
        schemaHide: true,
      });
    });
  }
  for (const page of frontEnd.pages) servePage(scope, page, join(folder, page.file), frontEnd.title);
}

function servePage(scope: FastifyInstance, page: FrontEndPage, file: string, title: string): void {
  const { path } = page;
  if (!existsSync(file)) {
    scope.get(`${path}/*`, { schema: { hide: true } }, async () => {
      throw new Problem('unavailable', {
        said: {
          zh: `${title}页面尚未生成，请先运行 npm run build。`,
          en: 'The page has not been built; run npm run build.',
        },
      });
    });
    return;
  }
  const html = readFileSync(file, 'utf8');
  const shell = { config: { asset: true }, schema: { hide: true } };
  scope.get(path, shell, async (_request, reply) => reply.redirect(`${path}/`));
  scope.get(`${path}/*`, shell, async (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply.headers(pageHeaders(page, nonce)).send(html.replaceAll(NONCE, nonce));
  });
}

/** What a page is sent with, by the product and by the developer's server alike. */
export function pageHeaders(page: FrontEndPage, nonce: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(page, nonce),
    'permissions-policy': `camera=${page.usesCamera ? '(self)' : '()'}, microphone=(), geolocation=(), payment=()`,
  };
}

function contentSecurityPolicy({ embedsDocuments }: FrontEndPage, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    ...(embedsDocuments ? ["object-src 'self' blob:", "frame-src 'self' blob:"] : []),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
