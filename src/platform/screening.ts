/** never-collect for what officers write: a text that says what the law forbids to hold is refused before it is stored. */
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/problems.ts';
import { compileScreen, type Screen } from '#kernel/screening/never-collect.ts';

const screens = new WeakMap<Policy, Screen>();

/** @throws Problem `request.invalid` with the rule's source; the words themselves are not repeated in it */
export function requireScreened(policy: Policy, texts: readonly (string | undefined)[]): void {
  const screen = screens.get(policy) ?? compileScreen(policy.neverCollect);
  screens.set(policy, screen);
  for (const text of texts) {
    const hit = text === undefined ? null : screen(text);
    if (hit) {
      throw new Problem('request.invalid', {
        detail: `内容涉及${hit.category}，依法不得采集。请改写后重新提交。`,
        clause: hit.citation,
        extra: { reason: 'matter.never_collect' },
      });
    }
  }
}
