/** Reads one table and prints what came of it and how much memory it took; run by the tests as a process of its own. */
import { isProblem } from '#kernel/refusal/problem.ts';
import { INDIVIDUALS, openTable } from './index.ts';

const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
const idleMegabytes = peak();
let rows = 0;
const problems: Record<string, number> = {};
let code: string | null = null;
let detail = '';
try {
  const table = await openTable({ path: process.argv[2]! }, INDIVIDUALS);
  try {
    for await (const batch of table.batches()) {
      rows += batch.length;
      for (const row of batch)
        for (const problem of row.problems ?? []) problems[problem] = (problems[problem] ?? 0) + 1;
    }
  } finally {
    await table.close();
  }
} catch (error) {
  if (!isProblem(error)) throw error;
  code = error.code;
  detail = error.said?.zh ?? '';
}
console.log(JSON.stringify({ code, detail, rows, problems, idleMegabytes, peakMegabytes: peak() }));
