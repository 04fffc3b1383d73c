/** Notices (通知) to those concerned: told in the transaction of what they tell of, read in /my. */

export { type Notification, notify } from './notify.ts';
export { noticeRoutes } from './routes.ts';
