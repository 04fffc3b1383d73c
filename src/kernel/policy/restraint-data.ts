/** What a pack says of restraint, as data: relief, what proves somebody at a counter, what nobody may collect. */
import type { EnterpriseSize } from '../vocabulary.ts';
import type { ClauseRef, TimerRef } from './refs.ts';

/** Adverse information of small enterprises caused by the emergency itself stays off the platform for now. */
export interface Relief {
  readonly clause: ClauseRef;
  readonly title: string;
  readonly holdMaximum: TimerRef;
  readonly sizes: readonly EnterpriseSize[];
}

/** Kinds of document by which somebody is known at a counter, and by which they act for an organisation. */
export interface CounterProofs {
  readonly identity: readonly ProofKind[];
  readonly authority: readonly ProofKind[];
}
export interface ProofKind {
  readonly id: string;
  readonly title: string;
  readonly titleEn: string;
}

/** Patterns of text that gives away data nobody may collect; compiled and applied by `src/kernel/screening`. */
export interface NeverCollectRule {
  readonly id: string;
  readonly category: string;
  /** Regular expressions (flag u); a text in which one is found is refused … */
  readonly any: readonly string[];
  /** … once the phrases that match one of these are taken out: they speak of work done for others. */
  readonly unless: readonly string[];
  readonly citation: string;
}
