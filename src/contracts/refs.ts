/** Ids of what a notice names, as they stand in answers and messages: the notice's id before the notice's own number. */
import { z } from 'zod';

const notice = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
const local = z.string().regex(/^[^\s/]+$/);
const ref = z.templateLiteral([notice, '/', local]);

export const KindRef = ref.meta({ description: '信息类别：通知编号/通知中的编号', example: '2099-1/A' });
export const ClauseRef = ref.meta({ description: '条款：通知编号/通知中的条款号', example: '2099-1/B' });
export const GroundRef = ref.meta({ description: '列入情形：通知编号/通知中的编号', example: '2099-1/B.1' });
export const TimerRef = ref.meta({ description: '期限：通知编号/通知中的名称', example: '2099-1/data-check' });
export const MeasureRef = ref.meta({ description: '措施：通知编号/通知中的名称', example: '2099-1/support' });
export const EventRef = ref.meta({ description: '事件：通知编号/通知中的名称', example: '2099-1/season-over' });
