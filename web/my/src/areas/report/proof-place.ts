/** Where proof of an own report lies: with a draft, or with a report that came back. */
import { platform } from '../../api.ts';

export interface ProofPlace {
  /** `onProgress` is told how much of the file has left, 0 to 1 */
  send(kind: string, file: File, onProgress: (part: number) => void): Promise<unknown>;
  takeDown(evidence: string): Promise<unknown>;
  addressOf(evidence: string): string;
}

export const ofDraft = (id: string): ProofPlace => ({
  send: (kind, file, onProgress) =>
    platform('POST /report-drafts/:id/evidence', { params: { id }, query: { kind }, file, onProgress }),
  takeDown: (evidence) => platform('DELETE /report-drafts/:id/evidence/:evidence', { params: { id, evidence } }),
  addressOf: (evidence) => platform.href('GET /report-drafts/:id/evidence/:evidence', { params: { id, evidence } }),
});

export const ofReport = (id: string): ProofPlace => ({
  send: (kind, file, onProgress) =>
    platform('POST /reports/:id/evidence', { params: { id }, query: { kind }, file, onProgress }),
  takeDown: (evidence) => platform('DELETE /reports/:id/evidence/:evidence', { params: { id, evidence } }),
  addressOf: (evidence) => platform.href('GET /reports/:id/evidence/:evidence', { params: { id, evidence } }),
});
