/** Guards of what opens: a look that is in the log, of the very subject or file. */
import { guardsOf } from './mutant.ts';

const OPENING = guardsOf(
  'src/platform/audit-look.ts',
  ['src/platform/audit-look.test.ts'],
  [
    [
      'an asserted look opening nothing',
      'looked-is-logged',
      '(!isLooked(look) || !whose.some((subjectKey) => look.opens(subjectKey)))',
      '(!whose.some((subjectKey) => look.opens(subjectKey)))',
    ],
    [
      'a look opening its own subject only',
      'looked-is-logged',
      'return this.#subjectKey === subjectKey;',
      'return subjectKey !== "";',
    ],
    [
      'an asserted look reading no file',
      'looked-is-logged',
      '(!isLooked(look) || !look.reads(file))',
      '(!look.reads(file))',
    ],
    [
      'the look at the counter being the officer’s as well',
      'looked-is-logged',
      "if (who.assistedBy) throw new RangeError('at a counter an officer looks as well: the look belongs into the log');",
      '',
    ],
    [
      'the own look being at the own data',
      'looked-is-logged',
      "if (!subjectsOf(who).some((one) => one === subjectKey)) throw new RangeError('not the own data of who asks');",
      '',
    ],
  ],
);

const NOTED = guardsOf(
  'src/platform/audit-details.ts',
  ['src/platform/audit-details.test.ts'],
  [
    [
      'a number of somebody’s kept out of the log',
      'looked-is-logged',
      "!/\\d{11}/.test(withoutUuids(text).replaceAll(/[^\\dA-Za-z]/g, ''))",
      'text !== ""',
    ],
    [
      'what does not fit not being written',
      'looked-is-logged',
      'if (wrong.length > 0) {',
      'if (wrong.length > 1_000) {',
    ],
  ],
);

export const LOOKS = [...OPENING, ...NOTED];
