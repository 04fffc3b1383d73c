/** Own data (本人查阅): what is held about somebody, for that somebody; and papers they can show to others. */
export { type IssuedPaper, issueFullReport, type ReportContent, verifyFullReport } from './full-report.ts';
export { reportPaper } from './report-paper.ts';
export { type OwnDataRoutesOptions, ownDataRoutes, reportVerificationRoutes } from './routes.ts';
export { ownData, ownExport, ownLooks } from './service.ts';
