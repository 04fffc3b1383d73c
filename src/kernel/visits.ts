/** 谁看过, by visit: what one person opened in one matter, without half an hour between two looks, is read together; nothing is left out of it. */

/** How long nothing is looked at before the next look is another visit. */
export const VISIT_MINUTES = 30;

interface Look {
  readonly id: string;
  readonly at: string;
  /** the newest look of the visit it belongs to */
  readonly visit: string;
  readonly action: string;
  readonly about: string;
  readonly purpose: string | null;
}

export interface Visit<One extends Look> {
  /** the newest look: who, from where, in which role */
  readonly look: One;
  /** of the first look */
  readonly from: string;
  /** each thing that was opened for one purpose, in the order it was first opened, and how many times */
  readonly opened: readonly { readonly look: One; readonly times: number }[];
}

/** @param looks newest first; where they end within a visit, the rest of it comes with what is older */
export function visitsOf<One extends Look>(looks: readonly One[]): Visit<One>[] {
  const visits = new Map<string, One[]>();
  for (const look of looks) visits.set(look.visit, [...(visits.get(look.visit) ?? []), look]);
  return [...visits.values()].map((several) => {
    const opened = new Map<string, { look: One; times: number }>();
    for (const look of several.toReversed()) {
      const what = JSON.stringify([look.action, look.about, look.purpose]);
      const known = opened.get(what);
      opened.set(what, known ? { look: known.look, times: known.times + 1 } : { look, times: 1 });
    }
    return { look: several[0]!, from: several.at(-1)!.at, opened: [...opened.values()] };
  });
}
