/** The typeface of our papers (Noto Sans SC, SIL Open Font License), read once and embedded as a subset of what a paper uses. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Typeface {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

const require = createRequire(import.meta.url);
const read = (file: string): Buffer => readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`));

let loaded: Typeface | undefined;

export function typeface(): Typeface {
  loaded ??= { regular: read('400Regular/NotoSansSC_400Regular.ttf'), bold: read('700Bold/NotoSansSC_700Bold.ttf') };
  return loaded;
}
