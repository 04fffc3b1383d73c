/**
 * What somebody showed at the door: the token of their session, or a department's system's access token. Their transactions enter by it,
 * so it goes along with them; it is written neither into logs nor into answers.
 */
export class Pass {
  readonly door: 'officer' | 'machine' | 'applicant';
  readonly #token: string;

  constructor(door: Pass['door'], token: string) {
    this.door = door;
    this.#token = token;
  }

  get token(): string {
    return this.#token;
  }

  toJSON(): undefined {
    return undefined;
  }
}
