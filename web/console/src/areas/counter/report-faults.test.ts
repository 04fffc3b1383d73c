import { expect, test } from 'vitest';
import { placeOf } from './report-faults.ts';

test.each([
  ['matter', 'matter.missing', ['matter']],
  ['occurredOn', 'date.future', ['occurredOn']],
  ['evidence', 'evidence.certificate', ['papers', 'certificate']],
  ['statements', 'statement.truthful', ['stated', 'truthful']],
])('what is wrong with %s (%s) is said at %j', (field, reason, place) => {
  expect(placeOf({ field, reason })).toEqual(place);
});
