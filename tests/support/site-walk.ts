/**
 * Walks through everything the public site answers: every link of every page, feed and answer, every form that gives a file, every GET of
 * its OpenAPI document; packed files are unpacked. What comes back is all that anybody can learn from the site.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { tempFolder, unzip } from './files.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

export type Ask = (method: 'GET' | 'POST', path: string) => Promise<Answer>;

export interface Walk {
  /** text by method and path; of packed files all they hold */
  readonly read: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, Answer>;
}

export interface WalkOptions {
  readonly ask: Ask;
  /** origins under which the site speaks of itself */
  readonly origins: readonly string[];
  /** paths to begin with besides the front pages */
  readonly also?: readonly string[];
  /** values for the parameters of the interface */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

const ELSEWHERE = /^\/(my\/|console|idp\/|api\/(platform|points|demo)\b|api\/site\/docs\/(static|openapi|yaml))/;
const MOST = 5_000;

export async function walkSite({ ask, origins, also = [], parameters }: WalkOptions): Promise<Walk> {
  const answers = new Map<string, Answer>();
  const read = new Map<string, string>();
  const waiting: string[] = [];
  const known = new Set<string>();
  const add = (method: 'GET' | 'POST', reference: string, from: string) => {
    const path = pathOf(reference, from, origins);
    const step = `${method} ${path}`;
    if (path === undefined || ELSEWHERE.test(path) || known.has(step)) return;
    known.add(step);
    waiting.push(step);
  };
  for (const path of ['/', '/en/', '/robots.txt', '/api/site/docs/json', ...also]) add('GET', path, '/');

  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    if (read.size > MOST) throw new Error('the site does not end');
    const [method, path = '/'] = step.split(' ') as ['GET' | 'POST', string];
    const answer = await ask(method, path);
    answers.set(step, answer);
    const text = await textOf(answer);
    read.set(step, text);
    const location = answer.headers['location'];
    if (location) add('GET', location, path);
    for (const [, target = ''] of (answer.headers['link'] ?? '').matchAll(/<([^>]+)>/g)) add('GET', target, path);
    if (/html|xml/.test(answer.type)) {
      for (const [, target = ''] of text.matchAll(/(?:href|src)="([^"]*)"/g)) add('GET', unescaped(target), path);
      for (const [, target = ''] of text.matchAll(/<form action="([^"]*)" method="post"/g))
        add('POST', unescaped(target), path);
    } else if (path === '/api/site/docs/json') {
      for (const one of operations(text, parameters)) add('GET', one, path);
    } else if (/json/.test(answer.type)) {
      for (const [, target = ''] of text.matchAll(
        /"((?:https?:\/\/|\/(?:api|lists|organisations|notices)\/)[^"\\\s]*)"/g,
      ))
        add('GET', target, path);
    }
  }
  return { read, answers };
}

function pathOf(reference: string, from: string, origins: readonly string[]): string | undefined {
  const [home = 'http://site.test'] = origins;
  if (!URL.canParse(reference, home + from)) return undefined;
  const url = new URL(reference, home + from);
  return origins.includes(url.origin) ? url.pathname + url.search : undefined;
}

const unescaped = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');

/** Every GET, with every combination of the values there are for its parameters; one without values fails the walk. */
function operations(document: string, parameters: WalkOptions['parameters']): string[] {
  const { paths } = JSON.parse(document) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths)
    .filter(([, item]) => 'get' in item)
    .flatMap(([path]) => {
      let made = [path];
      for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
        const values = parameters[name];
        if (!values) throw new Error(`no value for {${name}} of ${path}`);
        made = made.flatMap((one) => values.map((value) => one.replace(`{${name}}`, encodeURIComponent(value))));
      }
      return made;
    });
}

async function textOf({ type, content }: Answer): Promise<string> {
  if (/spreadsheetml|zip/.test(type)) return unpacked(content);
  if (/pdf/.test(type)) return pdfText(content);
  return content.toString();
}

async function unpacked(content: Buffer): Promise<string> {
  const folder = tempFolder();
  try {
    const file = folder.path(randomUUID());
    writeFileSync(file, content);
    await unzip(file, folder.path('parts'));
    const parts = readdirSync(folder.path('parts'), { recursive: true, withFileTypes: true }).filter((part) =>
      part.isFile(),
    );
    const texts = await Promise.all(
      parts.map(async (part) => {
        const inner = readFileSync(join(part.parentPath, part.name));
        return part.name.endsWith('.xlsx') ? unpacked(inner) : inner.toString();
      }),
    );
    return texts.join('\n');
  } finally {
    folder.remove();
  }
}

/** Its words, where there is a reader for them; its unpacked streams always. */
function pdfText(content: Buffer): string {
  const folder = tempFolder();
  try {
    writeFileSync(folder.path('paper.pdf'), content);
    const { stdout } = spawnSync('pdftotext', ['-raw', folder.path('paper.pdf'), '-'], { encoding: 'utf8' });
    return `${stdout ?? ''}\n${streams(content)}`;
  } finally {
    rmSync(folder.path('paper.pdf'), { force: true });
    folder.remove();
  }
}

function streams(content: Buffer): string {
  const text = content.toString('latin1');
  return [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
    .map(([, stream = '']) => {
      try {
        return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    })
    .join('\n');
}
