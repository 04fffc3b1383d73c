// Stands for `npm start`'s bootstrap: runs the service under this Node and ends as it ends.
import { join } from 'node:path';
import { runUntilEnd } from '../../scripts/start-process.mjs';

process.exitCode = await runUntilEnd(process.execPath, [
  join(import.meta.dirname, 'service-child.ts'),
  ...process.argv.slice(2),
]);
