/** A short name is passed at a glance: whatever it is made of, the glance says what the whole look would. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severalPeople } from './several-names.ts';

const SETTING_APART = '丨等和与及跟暨或同代偕携并夫妇妻父子母女兄弟姐妹一家全两口以平均高王李张江龙文欧阳名位户';
const character = fc.oneof(
  fc.constantFrom(...SETTING_APART, ...',、;/·.-—~\'" 　a1'),
  fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code)),
);

test('a name of two or three characters is judged as the long way round judges it', () => {
  fc.assert(
    fc.property(fc.array(character, { minLength: 1, maxLength: 4 }), (characters) => {
      const name = characters.join('');
      // with a blank around it a name is looked at whole
      expect(severalPeople(name)).toBe(severalPeople(` ${name}`));
    }),
    { numRuns: 3000 },
  );
  for (const first of SETTING_APART)
    for (const second of SETTING_APART)
      for (const third of ['', ...SETTING_APART]) {
        const name = `${first}${second}${third}`;
        expect(severalPeople(name), name).toBe(severalPeople(` ${name}`));
      }
});
