/** Papers (文书): letters and reports as PDF. Content in, bytes out. */
export type { Block, Fact, Paper } from './paper.ts';
export { printPaper } from './print.ts';
