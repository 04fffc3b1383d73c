/** All endpoints of the points system by door: account holders' (and anybody's) below /api/points, providers' below /api/points/provider. */
import { benefitEndpoints, verificationEndpoints } from './benefits.ts';
import { accountEndpoints } from './points.ts';

export const POINTS = { ...accountEndpoints.all, ...benefitEndpoints.all };
export type Points = typeof POINTS;

export const PROVIDER = verificationEndpoints.all;
export type Provider = typeof PROVIDER;
