/**
 * What the demo's departments did in March and April 2020, before the story's own weeks: reported, mostly decided in time, some too late.
 * Without it nothing could be said about how deadlines are kept, for a month is counted when it is over.
 */
import type { DEMO_DEPARTMENTS } from './accounts.ts';
import { type DemoFile, earlierFile } from './files.ts';
import { approve, handIn, type Step, type Teller } from './teller.ts';

type Prefix = (typeof DEMO_DEPARTMENTS)[number]['prefix'];

interface Portion {
  readonly file: DemoFile;
  readonly department: Prefix;
}

const portion = (month: string, department: Prefix, kind: string, count: number, seed: number): Portion => ({
  file: earlierFile(`航空港区${month}个人良好信息（${seed % 100}）.csv`, seed, kind, count),
  department,
});

/** Five working days to check what came in: the portions named `late` are decided after that. */
const MARCH = {
  prompt: [
    portion('三月', 'health', '1.2', 36, 20_200_301),
    portion('三月', 'industry', '1.6', 13, 20_200_302),
    portion('三月', 'civil-affairs', '1.3', 6, 20_200_303),
  ],
  late: [portion('三月', 'industry', '1.6', 3, 20_200_304)],
};
const APRIL = {
  prompt: [
    portion('四月', 'health', '1.1', 27, 20_200_401),
    portion('四月', 'industry', '1.6', 15, 20_200_402),
    portion('四月', 'civil-affairs', '1.3', 18, 20_200_403),
  ],
  late: [portion('四月', 'health', '1.2', 2, 20_200_404), portion('四月', 'civil-affairs', '1.3', 1, 20_200_405)],
};

/** Everything handed in before the story's own weeks. */
export const earlierFiles = (): readonly DemoFile[] =>
  [MARCH, APRIL].flatMap(({ prompt, late }) => [...prompt, ...late].map(({ file }) => file));

export const EARLIER_STEPS: readonly Step[] = [
  {
    ...{ name: 'march-report', title: '三月报送', at: '2020-03-09T10:00:00+08:00' },
    act: (teller) => report(teller, [...MARCH.prompt, ...MARCH.late]),
  },
  {
    ...{ name: 'march-decide', title: '三月审核、认定', at: '2020-03-12T10:00:00+08:00' },
    act: (teller) => decide(teller, MARCH.prompt),
  },
  {
    ...{ name: 'march-late', title: '三月逾期的审核、认定', at: '2020-03-19T10:00:00+08:00' },
    act: (teller) => decide(teller, MARCH.late),
  },
  {
    ...{ name: 'april-report', title: '四月报送', at: '2020-04-08T10:00:00+08:00' },
    act: (teller) => report(teller, [...APRIL.prompt, ...APRIL.late]),
  },
  {
    ...{ name: 'april-decide', title: '四月审核、认定', at: '2020-04-13T10:00:00+08:00' },
    act: (teller) => decide(teller, APRIL.prompt),
  },
  {
    ...{ name: 'april-late', title: '四月逾期的审核、认定', at: '2020-04-17T10:00:00+08:00' },
    act: (teller) => decide(teller, APRIL.late),
  },
];

async function report(teller: Teller, portions: readonly Portion[]): Promise<string> {
  let accepted = 0;
  for (const { file } of portions) {
    const { batchId, batch } = await handIn(teller, file);
    teller.keep({ earlier: { ...teller.progress.earlier, [file.name]: batchId } });
    accepted += batch.accepted;
  }
  return `${portions.length} 份表，接收 ${accepted} 行`;
}

async function decide(teller: Teller, portions: readonly Portion[]): Promise<string> {
  for (const { file, department } of portions) {
    const batches = [teller.progress.earlier[file.name] ?? ''];
    const departments = [{ prefix: department }];
    await approve(teller, 'review', batches, departments);
    await approve(teller, 'determine', batches, departments);
  }
  return `${portions.length} 份表`;
}
