/** Intake (报送): a file becomes checked submissions, every row with a verdict. */
export type { IntakeContext } from './context.ts';
export { importDirectory, readDirectory } from './directory.ts';
export { openFileStore } from './file-keys.ts';
export { processBatch } from './process.ts';
export { intakeRoutes } from './routes.ts';
export { receiveFile, resumeBatches, sweepFiles } from './service.ts';
