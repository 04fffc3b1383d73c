/** Instants as people here read them, whatever the browser's own time zone. */
const FORM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });

/** `2020-05-06 09:00:00` */
export const instantText = (instant: string): string => FORM.format(new Date(instant));

/** `2020/5/6 09:00` */
export const shortDay = (instant: string): string =>
  new Date(instant).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
