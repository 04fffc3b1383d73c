/** A site's database on an embedded PostgreSQL of its own, filled with invented organisations, and servers over it in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notedPolicy } from '#runtime/noted-policy.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { freePort, startEmbedded } from '#runtime/postgres/embedded.ts';
import { migrate } from '#runtime/postgres/migrate.ts';
import { ensureDatabase } from '#runtime/postgres/pool.ts';
import { fillSite } from './site-fill.ts';

/** The site as it is, or the least one could write. */
export type Served = 'site' | 'bare';

export interface FilledSite {
  /** for the measurement's own files; goes when the site is closed */
  readonly folder: string;
  readonly secondsToFill: number;
  /** @returns port on loopback */
  serve(which: Served): Promise<number>;
  close(): Promise<void>;
}

const POLICY = join(import.meta.dirname, '..', 'cities', 'zhengzhou');

/** Of a hundred organisations one has a good record, of a thousand one is on the red list. */
export async function openFilledSite(organisations: number): Promise<FilledSite> {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-site-'));
  chmodSync(folder, 0o755); // as root, the database server runs under another account that must get in
  const server = await startEmbedded({ directory: join(folder, 'postgres') });
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children) child.kill('SIGTERM');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(server.url('postgres'), 'site');
    const policy = await loadPolicy(POLICY);
    await migrate(
      'site',
      server.url('site'),
      { name: 'bench_application', password: 'bench' },
      { note: notedPolicy([policy]).site },
    );
    const started = performance.now();
    await fillSite(server.url('site'), policy, {
      organisations,
      records: Math.ceil(organisations / 100),
      listed: Math.ceil(organisations / 1000),
    });
    const secondsToFill = (performance.now() - started) / 1000;
    const url = new URL(server.url('site'));
    url.username = 'bench_application';
    url.password = 'bench';
    const serve = async (which: Served) => {
      const port = await freePort();
      const child = runScript('site-server.ts', { which, url: url.href, policy: POLICY, port });
      children.push(child);
      await firstLine(child);
      return port;
    };
    return { folder, secondsToFill, serve, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param script beside this file; gets the request as JSON, and says what it has to say on its standard output */
export const runScript = (script: string, request: object): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, script), JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it said anything`)));
  });
}
