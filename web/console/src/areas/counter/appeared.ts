/** Who stands at the counter: what they showed, and what the platform knows about them. */

import type { AssistedIdentity } from '#contracts/counter.ts';
import type { OwnData } from '#contracts/own-data.ts';

export interface Appeared {
  readonly identity: AssistedIdentity;
  readonly data: OwnData;
  /** tells queries of one appearance from those of the next; says nothing about whom */
  readonly visit: string;
}
