import type { Policy } from '#kernel/policy/policy.ts';
import type { ReportContent } from './full-report.ts';

export async function reportPaper(_content: ReportContent, _policy: Policy, _publicUrl: string): Promise<Buffer> {
  throw new Error('not yet');
}
