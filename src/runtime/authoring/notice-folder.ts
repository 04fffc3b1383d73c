/** Puts a new notice, and its city where there is none yet, into a folder: what is there already is used and never overwritten. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type City, citySchema } from '#kernel/policy/schema.ts';
import { readSource } from '#kernel/policy/source.ts';
import { compilePolicyFolder, readPolicyFiles } from '../policy.ts';
import { type CityAnswers, cityFiles, header, type SchemaPlace } from './city-skeleton.ts';
import { type NoticeAnswers, noticeFiles, type OfCity } from './notice-skeleton.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SCHEMAS = join(ROOT, 'docs', 'schema');
/** What no city may collect, with the phrases it is found by: the fullest that comes with the product. */
const NEVER_COLLECT = join(ROOT, 'cities', 'example', 'never-collect.yaml');

/** Something the author can mend; the message says what to do. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Whether the folder holds a city already. */
export const holdsCity = async (folder: string): Promise<boolean> =>
  (await readPolicyFiles(folder).catch(() => [])).some(({ path }) => !path.includes('/'));

/**
 * @param body the name of the body that determines; left out: the first that is not the credit office
 * @returns paths of what was written
 * @throws CannotWrite when the notice's folder is there already, the city's files cannot be used, or it has no such body
 */
export async function writeNotice(
  folder: string,
  notice: NoticeAnswers,
  { city, body }: { readonly city?: CityAnswers; readonly body?: string | undefined },
): Promise<readonly string[]> {
  const place = join(folder, 'notices', notice.id);
  if (await exists(place)) throw new CannotWrite(`${place} 已经存在，没有改动。请换一个编号，或者直接修改其中的文件。`);
  const written = city ? await write(folder, await filesOfCity(city, schemasFrom(folder))) : [];
  const found = await cityOf(folder);
  const files = noticeFiles(notice, await whatCityHas(folder, found, notice, body), schemasFrom(place));
  return [...written, ...(await write(place, files))];
}

async function filesOfCity(city: CityAnswers, schemas: SchemaPlace): Promise<Readonly<Record<string, string>>> {
  const screen = await readFile(NEVER_COLLECT, 'utf8');
  return { ...cityFiles(city, schemas), 'never-collect.yaml': header(schemas, 'city') + screen };
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    // never over what somebody wrote
    await writeFile(path, text, { flag: 'wx' });
    paths.push(path);
  }
  return paths;
}

/** As editors look for it: relative to the file that names it. */
const schemasFrom = (folder: string): SchemaPlace => relative(folder, SCHEMAS).split(sep).join('/');

async function cityOf(folder: string): Promise<City> {
  const files = (await readPolicyFiles(folder)).filter(({ path }) => !path.includes('/'));
  const read = citySchema.safeParse(readSource('city', files).data);
  if (read.success) return read.data;
  throw new CannotWrite(`${folder} 中城市的文件有误，请先用 xinheng notice check ${folder} 检查并改正。`);
}

async function whatCityHas(
  folder: string,
  city: City,
  notice: NoticeAnswers,
  asked: string | undefined,
): Promise<OfCity> {
  const determining = city.departments.filter(({ functions, level }) => functions.length > 0 && level === 'department');
  const body =
    asked === undefined ? determining[0] : determining.find(({ name, aliases }) => [name, ...aliases].includes(asked));
  const names = determining.map(({ name }) => name).join('、');
  if (!body) throw new CannotWrite(`城市的机构中没有能认定的市直部门“${asked ?? ''}”。可用：${names || '（无）'}。`);
  const scale = city.points.scale.at(-1)!.value;
  const levels = city.points.levels.at(-1)!.value;
  const holds = ({ interval: { low, lowIncluded, high, highIncluded } }: (typeof levels)[number], total: number) =>
    (total > low || (lowIncluded && total === low)) && (total < high || (highIncluded && total === high));
  const from = levels.findIndex((level) => holds(level, scale.base));
  const level = levels[Math.min(from + 1, levels.length - 1)]!;
  const target = level.interval.low + (level.interval.lowIncluded ? 0 : 1);
  const sector = city.sectors[0];
  return {
    creditOffice: city.creditOffice,
    duty: body.functions[0]!,
    body: body.name,
    ...(sector ? { sector } : {}),
    level,
    base: { total: scale.base, level: levels[from]?.title ?? '' },
    step: Math.max(1, target - scale.base),
    clocks: new Set(city.timers.map(({ id }) => id)),
    list: await freeList(folder, notice.id),
  };
}

/** Ids of lists are unique in the city; they begin with a letter. */
async function freeList(folder: string, notice: string): Promise<string> {
  const wanted = 'commended';
  const compiled = await compilePolicyFolder(folder);
  const taken = compiled.ok ? compiled.policies.flatMap(({ lists }) => lists.map(({ id }) => id)) : [];
  if (compiled.ok ? taken.includes(wanted) : await exists(join(folder, 'notices'))) return `${wanted}-${notice}`;
  return wanted;
}
