/** Notices (通知) to those concerned: told in the transaction of what they tell of, read in /my. */
export { noticeRoutes } from './routes.ts';
export { type Notification, notify } from './notify.ts';
