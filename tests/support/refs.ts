/** What the notice of the demo names, as rows, messages and answers name it. */
import { refOf } from '#kernel/policy/refs.ts';

/** `2020-2/1.1` of `1.1` */
export const ref = (local: string) => refOf('2020-2', local);
