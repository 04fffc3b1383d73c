/**
 * `npm run dev`: the demo city on one origin for whoever changes it. The server starts again when one of its sources changes; the
 * console and the citizens' pages come from Vite, which replaces what changed in the open page. Pages carry the same content
 * security policy as in the product, so what would not run there does not run here either.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createVite, type ViteDevServer } from 'vite';
import { CONSOLE, type FrontEnd, type FrontEndPage, MY, NONCE, pageHeaders } from '../src/runtime/http/front-end.ts';
import { freePort } from '../src/runtime/postgres/embedded.ts';

const root = join(import.meta.dirname, '..');
const port = Number(process.env['PORT'] || 8080);
const origin = `http://localhost:${port}`;
/** where the demo itself listens; only this process calls there */
const inner = await freePort();

/** What the running server has read; tests are nobody's source. */
const SOURCES = ['src', 'cities', 'law'];
const IGNORED = /\.test\.ts$|~$|\.sw\w$/;

const gateway = createServer(answer);
gateway.on('error', (error) => {
  console.error(`端口 ${port} 无法使用：${error.message}。换一个：PORT=${port + 1} npm run dev`);
  process.exit(1);
});
await new Promise<void>((resolve) => gateway.listen(port, '127.0.0.1', resolve));

const frontEnds = await Promise.all(
  [CONSOLE, MY].map(async (frontEnd) => ({ frontEnd, vite: await viteOf(frontEnd) })),
);

function viteOf({ folder }: FrontEnd): Promise<ViteDevServer> {
  return createVite({
    configFile: join(root, 'web', folder, 'vite.config.ts'),
    appType: 'custom', // pages are answered below, with their nonce
    html: { cspNonce: NONCE },
    cacheDir: join(root, 'node_modules', '.vite', folder),
    server: { middlewareMode: true, hmr: { server: gateway } },
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { pathname } = new URL(request.url ?? '/', origin);
    const found = pageAt(pathname);
    if (found && request.headers.accept?.includes('text/html')) return await answerPage(found, pathname, response);
    const { vite } = frontEnds.find(({ frontEnd }) => pathname.startsWith(`/${frontEnd.folder}/`)) ?? {};
    if (vite) vite.middlewares(request, response, () => response.writeHead(404).end());
    else await passOn(request, response);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

interface Found {
  readonly vite: ViteDevServer;
  readonly frontEnd: FrontEnd;
  readonly page: FrontEndPage;
}

function pageAt(pathname: string): Found | undefined {
  for (const { vite, frontEnd } of frontEnds ?? [])
    for (const page of frontEnd.pages)
      if (pathname === page.path || pathname.startsWith(`${page.path}/`)) return { vite, frontEnd, page };
  return undefined;
}

async function answerPage({ vite, frontEnd, page }: Found, pathname: string, response: ServerResponse): Promise<void> {
  if (pathname === page.path) {
    response.writeHead(302, { location: `${page.path}/` }).end();
    return;
  }
  const source = await readFile(join(root, 'web', frontEnd.folder, page.file), 'utf8');
  const html = await vite.transformIndexHtml(`/${frontEnd.folder}/${page.file}`, source);
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, pageHeaders(page, nonce)).end(html.replaceAll(NONCE, nonce));
}

/** To the demo, as it came; while the demo starts again the request waits. */
async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await listening();
  const passed = forward(
    { host: '127.0.0.1', port: inner, method: request.method, path: request.url, headers: request.headers },
    (given) => {
      response.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(response);
    },
  );
  passed.on('error', (error) => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`the demo broke off: ${error.message}`);
  });
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}

async function listening(): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(100)) {
    const open = await new Promise<boolean>((resolve) => {
      const probe = connect(inner, '127.0.0.1');
      probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
      probe.once('close', () => probe.destroy());
      probe.once('connect', () => probe.end());
    });
    if (open) return;
  }
  throw new Error('the demo does not start; see what it said in the terminal');
}

let demo: ChildProcess | undefined;
let ending = false;

/** Listens on `inner` but is known as `origin`: sign-in, cookies and links are those of the gateway. */
function startDemo(): void {
  // whoever edits a pack wants to see it; an installation runs what is enacted (060)
  const environment = {
    RATE_LIMIT_PER_MINUTE: '100000',
    POLICY_AS_WRITTEN: 'true',
    ...process.env,
    PORT: String(inner),
    PUBLIC_URL: origin,
  };
  demo = spawn(process.execPath, [join(root, 'src', 'runtime', 'demo', 'main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
    detached: true, // Ctrl-C comes to this process, which passes it on once
  });
}

async function stopDemo(): Promise<void> {
  const running = demo;
  demo = undefined;
  if (!running || running.exitCode !== null || running.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    running.once('exit', () => resolve());
    running.kill('SIGTERM');
  });
}

let restarting: Promise<void> = Promise.resolve();
let pending: NodeJS.Timeout | undefined;

function restartSoon(file: string): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    restarting = restarting.then(async () => {
      if (ending) return;
      console.log(`\n${file} 有改动，重新启动……`);
      await stopDemo();
      if (!ending) startDemo();
    });
  }, 200);
}

const watchers = SOURCES.map((folder) =>
  watch(join(root, folder), { recursive: true }, (_event, name) => {
    if (name && !IGNORED.test(name)) restartSoon(join(folder, name));
  }),
);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    if (ending) return;
    ending = true;
    for (const watcher of watchers) watcher.close();
    await restarting;
    await stopDemo();
    await Promise.all(frontEnds.map(({ vite }) => vite.close()));
    process.exit();
  });
}

startDemo();
console.log(`开发用：${origin}/ （页面改动即时可见，服务端改动后自动重启；Ctrl-C 结束）`);
