/** What a paper says, in the order it says it; how it is set is in `print.ts`. */

/** Label and value, e.g. `['统一社会信用代码', '91…']`. */
export type Fact = readonly [label: string, value: string];

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly flush?: boolean }
  /** whom a letter is addressed to, without indent, ending in a colon */
  | { readonly kind: 'addressee'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'table';
      /** `share` of the width, relative to the others */
      readonly columns: readonly { readonly title: string; readonly share: number }[];
      readonly rows: readonly (readonly string[])[];
      /** what stands there when there are no rows */
      readonly empty: string;
    }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'note'; readonly text: string }
  /** who signs and when, at the right edge, kept together */
  | { readonly kind: 'signature'; readonly lines: readonly string[] };

export interface Paper {
  readonly title: string;
  /** document number below the title */
  readonly number?: string;
  readonly issuer: string;
  readonly blocks: readonly Block[];
  /** the same input gives the same bytes: the date in the file is this one, not the clock's */
  readonly issuedAt: Date;
  /** how somebody else can check the paper; the address also stands there as a code to scan */
  readonly check?: { readonly code: string; readonly address: string; readonly text: string };
  /** printed across every page's foot, e.g. that everything is invented */
  readonly remark?: string;
}
