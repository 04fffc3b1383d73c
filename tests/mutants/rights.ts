/** Guards of objection, repair and relief. */
import { guardsOf } from './mutant.ts';

const rights = 'src/platform/rights';
const permissions = [`${rights}/rules.permissions.test.ts`];

export const RIGHTS = [
  ...guardsOf(`${rights}/rules.ts`, permissions, [
    [
      'one part of a request for one officer',
      'four-eyes',
      "if (known !== undefined && known !== part) return 'four-eyes';",
      '',
    ],
    [
      'who determined keeping out of the objection',
      'four-eyes',
      "return contested && determinedBy === actor.id ? 'own-determination' : undefined;",
      'return undefined;',
    ],
    ['the role a step needs', 'own-jurisdiction', "if (!hasRole(actor, ...roles)) return 'role';", ''],
    [
      'the body a request is with',
      'own-jurisdiction',
      ": !actsFor(actor, body, rules.policy, ...roles)) return 'jurisdiction';",
      ": false) return 'jurisdiction';",
    ],
    [
      'the applicant alone going on with their request',
      'own-jurisdiction',
      "return subjectsOf(who).some((key) => key === asked.subjectKey) ? undefined : 'applicant-only';",
      'return undefined;',
    ],
    [
      'what a department began not being the subject’s to stop',
      'own-jurisdiction',
      "|| asked.channel === 'department') return 'applicant-only';",
      ") return 'applicant-only';",
    ],
    [
      'the time to ask for a review',
      'objection-marked',
      "if (action === 'ask-review' && localDateAt(now) > (reviewUntil(view, rules) ?? '')) return 'window-over';",
      '',
    ],
    [
      'a release once',
      'relief-hidden',
      "if (action === 'release' && view.releasedAt !== null) return 'already-released';",
      '',
    ],
    ['officers deciding', 'four-eyes', "if (who.kind !== 'officer') return 'officer-only';", ''],
    [
      'settled requests keeping their proof',
      'append-only',
      'if (WAITING.has(state)) return YES;',
      'if (state) return YES;',
    ],
  ]),
];
