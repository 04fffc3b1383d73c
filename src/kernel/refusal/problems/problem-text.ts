/** What is said of each way a request can be refused. */

export interface ProblemText {
  /** HTTP status the problem is answered with. */
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** What the person in front of the screen can do about it. */
  readonly remedy: string;
  readonly remedyEn: string;
}

export const problem = (status: number, zh: string, en: string, remedy: string, remedyEn: string): ProblemText => ({
  ...{ status, zh, en, remedy, remedyEn },
});
