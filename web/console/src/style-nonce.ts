/**
 * The page runs no style that does not carry its nonce. Some parts of the component library (scroll bars, scroll locks) make
 * style elements without asking for one; they get it here, before any of them runs.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const create = document.createElement.bind(document);
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
}) as typeof document.createElement;
