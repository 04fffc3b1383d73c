/** Which city runs when none is named: the only place in the code that knows one by name. */
import { join } from 'node:path';

/** Relative to the product's folder. */
export const DEFAULT_POLICY = 'cities/zhengzhou';

export const DEFAULT_POLICY_FOLDER = join(import.meta.dirname, '..', '..', DEFAULT_POLICY);
