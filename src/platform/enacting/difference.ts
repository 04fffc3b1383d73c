/** Where the next version differs from what is enacted, in words (`kernel/policy/difference`). */
import type { DifferenceLine } from '#contracts/enactments.ts';
import { differenceOf } from '#kernel/policy/difference/difference.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { CityPart } from './city-part.ts';

export type { DifferenceLine } from '#contracts/enactments.ts';

/** @param before what is enacted of the notice; none where it is new */
export function noticeDifference(before: Policy | undefined, after: Policy): DifferenceLine[] {
  if (!before)
    return [{ where: '', kind: 'added', zh: '尚未施行过，全文为新增。', en: 'Not enacted before: all of it is new.' }];
  return differenceOf(before, { ...after, version: before.version }).map((one) => ({ ...one }));
}

/** Of what the city says alone, whichever of its notices says it. */
export function cityDifference(before: CityPart, after: Policy): DifferenceLine[] {
  const { minimumAge, points } = after;
  const was = {
    ...{ ...after, ...before },
    minimumAge: { ...minimumAge, ...before.minimumAge },
    points: { ...points, ...before.points },
  };
  return differenceOf(was, after).map((one) => ({ ...one }));
}
