/** What evidence needs beyond the platform's context: where its files are kept, apart from the tables of departments. */
import type { PlatformContext } from '../context.ts';
import type { FileStore } from '../files/index.ts';

export interface EvidenceContext extends PlatformContext {
  readonly evidenceFiles: FileStore;
}
