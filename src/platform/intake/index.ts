/** Intake (报送): a file becomes checked submissions, every row with a verdict. */
export { checkFile, type RowResult, type TakenRow } from './check-file.ts';
export type { IntakeContext } from './context.ts';
export { type DirectoryCounts, importDirectory, readDirectory } from './directory.ts';
export { documentSaid } from './penalty-kinds.ts';
export { processBatch } from './process.ts';
export { Results } from './results.ts';
export { intakeRoutes } from './routes.ts';
export { resumeBatches, sweepFiles } from './service.ts';
export { writeAnnotatedWorkbook } from './spreadsheet/annotated.ts';
export {
  DEFAULT_LIMITS,
  type HeaderMatch,
  INDIVIDUALS,
  ORGANISATIONS,
  openTable,
  type RawRow,
  type TableForm,
  type TableProgress,
} from './spreadsheet/index.ts';
export { findingOf } from './verdict-text.ts';
