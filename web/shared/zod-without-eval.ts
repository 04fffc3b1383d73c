/**
 * Zod as pages use it: the bundler puts this in its place. By itself zod tries whether it may write functions at run time; the pages'
 * content security policy forbids that, and a browser reports each try.
 */
import { z } from 'zod/v4';

z.config({ jitless: true });

export { z };
