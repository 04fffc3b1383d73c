/** Guards of what may be reported, and about whom. */
import { guardsOf } from './mutant.ts';

const intake = 'src/platform/intake';
const rows = [`${intake}/rules.test.ts`];
const ownReports = ['src/platform/own-reports/rules.test.ts'];

export const INTAKE = [
  ...guardsOf(`${intake}/person-rules.ts`, rows, [
    [
      'who is a minor today being refused',
      'adults-only',
      "ageOn(birthDate, receivedOn) < policy.minimumAge.years) findings.fault('subject.minor');",
      "ageOn(birthDate, receivedOn) < 0) findings.fault('subject.minor');",
    ],
    [
      'who was a minor on the day being refused',
      'adults-only',
      "else if (ageOn(birthDate, on) < policy.minimumAge.years) findings.fault('subject.minor');",
      '',
    ],
    [
      'a day before birth being refused',
      'adults-only',
      "else if (stated.some((day) => dayFault(day, birthDate))) findings.fault('date.invalid', 'date.before_birth');",
      '',
    ],
    [
      'a cut number being doubted',
      'one-fact-one-record',
      "if (cut) findings.fault(row.signs.numbersCut ? 'id.truncated' : 'id.maybe_truncated');",
      '',
    ],
    [
      'sex and number agreeing',
      'one-fact-one-record',
      "else if (given !== document.sex) findings.fault(cut ? 'id.truncated' : 'id.gender_mismatch');",
      '',
    ],
    ['a doubtful name being doubted', 'one-fact-one-record', "if (name.doubt) findings.fault('name.doubtful');", ''],
  ]),
  ...guardsOf('src/platform/own-reports/rules.ts', ownReports, [
    [
      'nobody reporting themself for anything adverse',
      'no-derived-adverse',
      ".kindsFor('person', 'good')",
      ".kindsFor('person', 'adverse')",
    ],
    ['the age today', 'adults-only', 'if (isAdultOn(person, policy, today)) return YES;', 'if (person) return YES;'],
    ['the age on the day of the deed', 'adults-only', 'if (isAdultOn(person, policy, occurredOn))', 'if (person)'],
    [
      'a day that is not here yet being refused',
      'catalogue-only',
      'if (occurredOn > today)',
      'if (occurredOn > today && !today)',
    ],
    [
      'the proof a kind asks for',
      'catalogue-only',
      'if (kind) faults.push(...proofFaults(kind, present, onPaper));',
      '',
    ],
    ['a kind of the catalogue', 'catalogue-only', 'if (!kind) fault(', 'if (!kind && !policy) fault('],
  ]),
];
