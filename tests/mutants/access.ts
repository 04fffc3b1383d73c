/** Guards of who acts where, and who gives which role. */
import { guardsOf } from './mutant.ts';

const access = 'src/platform/access';

export const ACCESS = [
  ...guardsOf(
    `${access}/one-person.ts`,
    [`${access}/one-person.test.ts`],
    [
      [
        'an own part and a delegated one not adding up',
        'four-eyes',
        'return others.some((other) => other !== undefined && other !== part);',
        'return false;',
      ],
      ['what was done for somebody absent counting as theirs', 'four-eyes', 'absent.get(actor.id),', ''],
    ],
  ),
  ...guardsOf(
    `${access}/rules.ts`,
    [`${access}/rules.test.ts`],
    [
      [
        'an own post being what administers, not one taken over',
        'own-jurisdiction',
        '&& !isTakenOver(actor, post))',
        ')',
      ],
      ['officers alone being administrators', 'own-jurisdiction', "if (actor.kind !== 'officer') return [];", ''],
      [
        'the territory asked before a role is given',
        'own-jurisdiction',
        "if (!administers(policy, actor, departmentId)) return 'territory';",
        '',
      ],
      ['city-wide roles given by the city alone', 'own-jurisdiction', "auditor: 'city',", "auditor: 'territory',"],
      ['the counter given by the city alone', 'own-jurisdiction', "assistant: 'city',", "assistant: 'territory',"],
    ],
  ),
  ...guardsOf(
    `${access}/jurisdiction.ts`,
    [`${access}/jurisdiction.test.ts`],
    [
      [
        'acting by where a role is held, whatever more is seen',
        'own-jurisdiction',
        'policy.departmentsUnder(departmentId).includes(department))',
        'department !== departmentId || true)',
      ],
      [
        'only the roles that were asked for counting',
        'own-jurisdiction',
        'posts.filter(({ role }) => asked.includes(role))',
        'posts',
      ],
    ],
  ),
];
