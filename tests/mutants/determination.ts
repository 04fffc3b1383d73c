/** Guards of a case's way to a record. */
import { guardsOf } from './mutant.ts';

const determination = 'src/platform/determination';
const actions = `${determination}/actions`;
const all = ['review', 'clear-suspicion', 'own-report', 'hearing', 'determine', 'correct', 'stop'].map(
  (action) => `${actions}/${action}.permissions.test.ts`,
);

export const DETERMINATION = [
  ...guardsOf(`${determination}/rules.ts`, all, [
    [
      'one part of a case for one officer',
      'four-eyes',
      "if (known !== undefined && known !== part) return 'four-eyes';",
      '',
    ],
    [
      'the registrar of a department’s system counting as who reported',
      'four-eyes',
      "if (part !== 'reporter' && view.submission.reportingSystemBy === actor.id) return 'four-eyes';",
      '',
    ],
    [
      'systems reporting and doing nothing else',
      'four-eyes',
      "if (actor.kind !== 'officer' && part !== 'reporter') return 'officer-only';",
      '',
    ],
    [
      'the role an action needs',
      'own-jurisdiction',
      "if (actor.kind === 'system' || !hasRole(actor, ROLE_OF_PART[part])) return 'role';",
      '',
    ],
    [
      'the department a case is of',
      'own-jurisdiction',
      "if (!actsFor(actor, department, policy, ROLE_OF_PART[part])) return 'jurisdiction';",
      '',
    ],
    [
      'an own report being the person’s own',
      'own-jurisdiction',
      "if (part === 'reporter' && isOwnReport(view.submission)) return 'own-report';",
      '',
    ],
  ]),
  ...guardsOf(`${actions}/determine.ts`, all, [
    [
      'the decision document of an adverse case',
      'adverse-needs-document',
      "return lacksDocument(view, rules.policy) ? 'decision-missing' : whyNotHeard(view, rules);",
      'return whyNotHeard(view, rules);',
    ],
    [
      'the notice before an adverse determination',
      'adverse-needs-document',
      "if (!notice) return 'notice-missing';",
      'if (!notice) return undefined;',
    ],
    [
      'a response being considered first',
      'adverse-needs-document',
      "if (view.state === 'response-received') return 'response-open';",
      '',
    ],
    ['the window of response', 'adverse-needs-document', "? undefined : 'window-running';", '? undefined : undefined;'],
    [
      'a day more: the window’s last day belongs to it',
      'adverse-needs-document',
      'today > responseWindowEnd(',
      'today >= responseWindowEnd(',
    ],
  ]),
  ...guardsOf(`${actions}/review.ts`, all, [
    [
      'a doubt being cleared before the review',
      'catalogue-only',
      "if (view.suspicion && !view.suspicion.cleared) return 'suspicion-open';",
      '',
    ],
    [
      'the decision document before the review',
      'adverse-needs-document',
      "return lacksDocument(view, policy) ? 'decision-missing' : undefined;",
      'return undefined;',
    ],
  ]),
  ...guardsOf(
    'src/kernel/policy/lifespan.ts',
    ['src/platform/registry/rules.test.ts'],
    [
      [
        'the law’s longest time of disclosure',
        'withdrawal-everywhere',
        'earliest(disclosed, maximum, ofGrade)',
        'earliest(disclosed, ofGrade)',
      ],
      ['the grade’s longest time of disclosure', 'withdrawal-everywhere', 'maximum, ofGrade)', 'maximum)'],
      [
        'periods running from the decision',
        'withdrawal-everywhere',
        'const from = decidedOn ?? determinedOn;',
        'const from = determinedOn;',
      ],
    ],
  ),
  ...guardsOf(
    'src/platform/registry/rules.ts',
    ['src/platform/registry/rules.test.ts'],
    [
      [
        'what is repaired or revoked never changing again',
        'withdrawal-everywhere',
        "if (standing.ended) return refusedAs('ended');",
        '',
      ],
      ['a hold that ends', 'relief-hidden', '&& (!hold.until || hold.until >= today)', ''],
      [
        'good information never held',
        'relief-hidden',
        "if (standing.polarity === 'good') return refusedAs('good-hold');",
        '',
      ],
    ],
  ),
];
