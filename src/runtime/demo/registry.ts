/** The registry file of the demo: the organisations its departments report, and some hundreds more that nobody reported. */
import { demoFiles, supplementFile } from './files.ts';
import { dice, organisationCode, organisationName, slipped } from './invented.ts';

const HEADER = ['企业名称', '统一社会信用代码', '注册日期', '企业类型', '所在地区'];
const AREAS = ['中原区', '二七区', '管城回族区', '金水区', '惠济区', '中牟县', '巩义市', '荥阳市', '新密市', '登封市'];
const OTHERS = 600;
const TRAILERS = ['', '', '', '郑州分公司', '（河南）', '第二门市部'];

export function registryFile(): string {
  const throwing = dice(20_200_101);
  const { below, pick } = throwing;
  const registeredOn = () =>
    `${1995 + below(24)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
  const known = new Map(reported().map(({ code, name, area }) => [code, [name, area] as const]));
  for (let index = 0; index < OTHERS; index++) {
    known.set(organisationCode(throwing), [organisationName(throwing) + pick(TRAILERS), pick(AREAS)]);
  }
  const rows = [...known].map(([code, [name, area]]) => [name, code, registeredOn(), '有限责任公司', area]);
  return `\uFEFF${[HEADER, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/** Rows of the reported tables whose code is right; a slip of the pen is in no registry. */
function reported(): { code: string; name: string; area: string }[] {
  const rows = [...demoFiles(), supplementFile()]
    .filter(({ kind }) => kind === 'organisations')
    .flatMap(({ content }) => content.replace('\uFEFF', '').trimEnd().split('\r\n').slice(1))
    .map((line) => line.split(','));
  const codes = new Set(rows.map(([, code]) => code));
  return rows.flatMap(([name = '', code = '', , , , area = '']) =>
    /^9141\w{14}$/.test(code) && !isSlip(code, codes) ? [{ code, name, area: /区|县|市/.test(area) ? area : '' }] : [],
  );
}

/** Of two codes one character apart at the end, the second was made from the first; alone it shows by its check character. */
function isSlip(code: string, codes: ReadonlySet<string | undefined>): boolean {
  return [...codes].some((other) => other !== undefined && other !== code && slipped(other) === code);
}
