/** All endpoints of the points system by door: account holders' (and anybody's) below /api/points, providers' below /api/points/provider. */
import { z } from 'zod';
import { benefitEndpoints, ProviderMe, verificationEndpoints } from './benefits.ts';
import { CITIZENS, PROVIDERS } from './endpoint.ts';
import { heldEndpoints, holdingsEndpoints, pointsInbox } from './inbox.ts';
import { accountEndpoints } from './points.ts';
import { signInEndpoints } from './sign-in.ts';

/** The signed-in account holder; the document number is masked. */
export const SignedInCitizen = z.object({
  name: z.string(),
  documentNumber: z.string().meta({ description: '遮掩后的证件号码' }),
});
export type SignedInCitizen = z.infer<typeof SignedInCitizen>;

/** The doors' own addresses. */
export const citizenSignIn = signInEndpoints(CITIZENS, SignedInCitizen);
export const providerSignIn = signInEndpoints(PROVIDERS, ProviderMe);

export const POINTS = {
  ...accountEndpoints.all,
  ...benefitEndpoints.all,
  ...citizenSignIn.all,
  ...holdingsEndpoints.all,
  ...heldEndpoints.all,
  ...pointsInbox.all,
};
export type Points = typeof POINTS;

export const PROVIDER = { ...verificationEndpoints.all, ...providerSignIn.all };
export type Provider = typeof PROVIDER;
