/** A list of a city's offices becomes the bodies of a drafted city: who stands above whom, in which division; what cannot be used is told by its row. */
import { checkOrganisationName } from '#kernel/identity/organisation-name.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { REASONS } from '#kernel/reasons.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { openTable } from '#platform/intake/index.ts';
import { bodyId, type CityBodies, type DraftBody, OFFICE_ID } from '../city-skeleton.ts';
import { CannotWrite } from '../notice-folder.ts';
import { BODIES, type BodyField } from './columns.ts';

export interface OfCity {
  readonly office: string;
  /** digits that the city's codes begin with */
  readonly region: string;
}

/** @param say gets what there is to know of the rows, a line each */
export async function readBodies(path: string, city: OfCity, say: (line: string) => void): Promise<CityBodies> {
  const table = await openTable<BodyField>({ path }, BODIES);
  try {
    const { columns } = table.header;
    const draft = new BodiesDraft(city, say);
    for await (const batch of table.batches())
      for (const { rowNumber, cells, problems } of batch) {
        if (problems?.[0]) say(`第${rowNumber}行没有用：${REASONS[problems[0]].zh}`);
        else draft.take(rowNumber, (field) => oneLine(cells[columns[field] ?? -1] ?? ''));
      }
    return draft.finish();
  } finally {
    await table.close();
  }
}

/** Neither line breaks nor anything unseen: what is behind a `#` stays there. */
const oneLine = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{C}\u2028\u2029]+/gu, ' ')
    .trim();
const plain = (text: string): string => text.replaceAll(/\s/gu, '');

interface Taken {
  readonly row: number;
  readonly body: DraftBody;
  /** as the table writes it; '' where it names none */
  readonly parent: string;
}

const CITY_ITSELF = /^(市直|市本级|市级|本级|全市|市属|-+|\/|无)$/u;

class BodiesDraft {
  readonly #city: OfCity;
  readonly #say: (line: string) => void;
  readonly #taken: Taken[] = [];
  /** by every name that is given away */
  readonly #ids = new Map<string, string>();
  readonly #divisions = new Map<string, string>();
  #officeAliases: readonly string[] = [];

  constructor(city: OfCity, say: (line: string) => void) {
    this.#city = city;
    this.#say = say;
    this.#ids.set(plain(city.office), OFFICE_ID);
  }

  take(row: number, cell: (field: BodyField) => string): void {
    const name = checkOrganisationName(cell('name'));
    if (!name.ok) {
      this.#say(`第${row}行没有用：${REASONS[name.reason].zh}`);
      return;
    }
    const aliases = cell('aliases')
      .split(/[,，、;；/]/u)
      .map((alias) => alias.trim())
      .filter((alias) => alias !== '' && plain(alias) !== plain(name.name));
    if ([name.name, ...aliases].some((one) => plain(one) === plain(this.#city.office))) {
      const others = [name.name, ...aliases].filter((one) => plain(one) !== plain(this.#city.office));
      this.#officeAliases = [...this.#officeAliases, ...this.#free(row, others, OFFICE_ID)];
      return;
    }
    if (this.#ids.has(plain(name.name))) {
      this.#say(`第${row}行没有用：“${name.name}”前面已有同名的单位（或者是别的单位的简称）`);
      return;
    }
    const id = bodyId(this.#taken.length);
    this.#ids.set(plain(name.name), id);
    const free = this.#free(row, aliases, id);
    const place = this.#place(row, cell);
    const remark = this.#remark(row, cell);
    this.#taken.push({
      ...{ row, parent: cell('parent') },
      body: {
        ...{ id, name: name.name, level: place.inArea ? 'district' : 'department' },
        ...(free.length > 0 ? { aliases: free } : {}),
        ...(place.code === undefined ? {} : { division: place.code }),
        ...(remark === '' ? {} : { remark }),
      },
    });
  }

  #free(row: number, aliases: readonly string[], id: string): string[] {
    return aliases.filter((alias) => {
      const mine = this.#ids.get(plain(alias));
      if (mine !== undefined) {
        if (mine !== id) this.#say(`第${row}行：简称“${alias}”已是别的单位的名称，没有写入`);
        return false;
      }
      this.#ids.set(plain(alias), id);
      return true;
    });
  }

  /** A code is never made up: a district without one is written without its division. */
  #place(row: number, cell: (field: BodyField) => string): { readonly inArea: boolean; readonly code?: string } {
    const [area, code] = [cell('area'), cell('code')];
    if (area === '' || CITY_ITSELF.test(area)) return { inArea: false };
    if (!/^\d{6}$/u.test(code) || !code.startsWith(this.#city.region)) {
      const why = code === '' ? '没有区划代码' : `区划代码“${code}”不是以 ${this.#city.region} 开头的六位数字`;
      this.#say(`第${row}行：“${area}”${why}，没有写入 divisions；请补上以后，写在该单位的 division 中`);
      return { inArea: true };
    }
    const known = this.#divisions.get(code);
    if (known !== undefined && known !== area)
      this.#say(`第${row}行：区划代码 ${code} 前面写的是“${known}”，这里是“${area}”，照前面的`);
    this.#divisions.set(code, known ?? area);
    return { inArea: true, code };
  }

  /** A body's address and switchboard; a mobile telephone is somebody's own. */
  #remark(row: number, cell: (field: BodyField) => string): string {
    const uscc = cell('uscc') === '' ? undefined : checkUscc(cell('uscc'));
    if (uscc && uscc.verdict !== 'valid') this.#say(`第${row}行：统一社会信用代码没有写入：${REASONS[uscc.reason].zh}`);
    const contacts = [cell('address'), cell('telephone')];
    const kept = contacts.filter((text) => text !== '' && !holdsDocumentNumber(text));
    if (kept.length < contacts.filter((text) => text !== '').length)
      this.#say(`第${row}行：地址、电话中像是个人号码（手机、证件）的没有写入；请改填单位的固定电话`);
    return [...(uscc?.verdict === 'valid' ? [uscc.uscc] : []), ...kept].join('，');
  }

  /** @throws CannotWrite when no body of the city's own level is left to determine anything */
  finish(): CityBodies {
    const parents = new Map<string, string>();
    for (const { row, body, parent } of this.#taken) {
      if (parent === '' || CITY_ITSELF.test(parent)) continue;
      const above = this.#ids.get(plain(parent));
      if (above === undefined) this.#say(`第${row}行：上级“${parent}”不在名单中，没有写入`);
      else if (reaches(above, body.id, parents)) this.#say(`第${row}行：上级“${parent}”又在它的下面，没有写入`);
      else parents.set(body.id, above);
    }
    const districts = new Set(this.#taken.flatMap(({ body }) => (body.level === 'district' ? [body.id] : [])));
    const bodies = this.#taken.map(({ body }): DraftBody => {
      const parent = parents.get(body.id);
      const below = parent !== undefined && districts.has(parent);
      return { ...body, ...(parent === undefined ? {} : { parent }), level: below ? 'office' : body.level };
    });
    if (!bodies.some(({ level }) => level === 'department'))
      throw new CannotWrite('部门名单中没有市直部门（没有写区县的单位），没有谁能认定信息。请补上以后再试。');
    const divisions = [...this.#divisions].map(([code, name]) => ({ code, name }));
    return { bodies, officeAliases: this.#officeAliases, divisions };
  }
}

/** Whether going up from `from` one comes to `to`. */
function reaches(from: string, to: string, parents: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = from; at !== undefined; at = parents.get(at)) if (at === to) return true;
  return false;
}
