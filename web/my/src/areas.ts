/** The tiles of the start page: address, name, what one finds there, and for whom. */

export interface Area {
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly for: 'person' | 'organisation' | 'both';
}

export const AREAS: readonly Area[] = [];
