/** Counts the bytes of bodies that have come in and whose requests are not answered yet, over all connections, and says when it is enough. */
import type { BodyKind } from '#http/body-route.ts';

export interface Share {
  /** most bytes of this kind at once */
  readonly bytes: number;
  /** most of them from one address, so that one caller cannot shut the others out */
  readonly perAddress: number;
}

export class InFlight {
  readonly #shares: Readonly<Record<BodyKind, Share>>;
  readonly #bytes = new Map<BodyKind, number>();
  readonly #peaks = new Map<BodyKind, number>();
  readonly #byAddress = new Map<string, number>();

  constructor(shares: Readonly<Record<BodyKind, Share>>) {
    this.#shares = shares;
  }

  bytes(kind: BodyKind): number {
    return this.#bytes.get(kind) ?? 0;
  }

  /** the most there ever were at once */
  peak(kind: BodyKind): number {
    return this.#peaks.get(kind) ?? 0;
  }

  /** Addresses with something in flight: none when nothing is. */
  get addresses(): number {
    return this.#byAddress.size;
  }

  fits(kind: BodyKind, address: string, bytes: number): boolean {
    const share = this.#shares[kind];
    const own = this.#byAddress.get(`${kind} ${address}`) ?? 0;
    return this.bytes(kind) + bytes <= share.bytes && own + bytes <= share.perAddress;
  }

  /** An account for one request; `take` answers false when there is no room for these bytes, which are then not counted. */
  open(kind: BodyKind, address: string): { take(bytes: number): boolean; close(): void } {
    const key = `${kind} ${address}`;
    let held = 0;
    let open = true;
    const add = (bytes: number) => {
      held += bytes;
      const all = this.bytes(kind) + bytes;
      this.#bytes.set(kind, all);
      this.#peaks.set(kind, Math.max(this.peak(kind), all));
      const own = (this.#byAddress.get(key) ?? 0) + bytes;
      if (own > 0) this.#byAddress.set(key, own);
      else this.#byAddress.delete(key);
    };
    return {
      take: (bytes) => {
        if (!open || !this.fits(kind, address, bytes)) return false;
        add(bytes);
        return true;
      },
      close() {
        if (open) add(-held);
        open = false;
      },
    };
  }
}
