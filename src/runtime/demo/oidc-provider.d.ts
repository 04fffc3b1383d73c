/** The part of oidc-provider 9 that the demo uses; the package ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Interaction {
    readonly uid: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly prompt: { readonly name: string };
  }

  export default class Provider {
    constructor(issuer: string, configuration: object);
    proxy: boolean;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionResult(request: IncomingMessage, response: ServerResponse, result: object): Promise<string>;
    readonly Grant: new (owner: {
      accountId: string;
      clientId: string;
    }) => {
      addOIDCScope(scope: string): void;
      save(): Promise<string>;
    };
    on(event: string, listener: (...values: unknown[]) => void): this;
  }

  export const errors: { readonly InvalidTarget: new () => Error };
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** keeps everything in memory; naming it is how the provider is told that this is meant */
  const MemoryAdapter: new (name: string) => object;
  export default MemoryAdapter;
}
