/** Ids of what a notice names, as they stand in answers and messages: the notice's id before the notice's own number. */
import { z } from 'zod';

const notice = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
const local = z.string().regex(/^[^\s/]+$/);
const ref = z.templateLiteral([notice, '/', local]);

export const KindRef = ref.meta({ description: '信息类别：通知编号/通知中的编号', example: '2020-2/1.1' });
export const ClauseRef = ref.meta({ description: '条款：通知编号/通知中的条款号', example: '2020-2/3.2' });
export const GroundRef = ref.meta({ description: '列入情形：通知编号/通知中的编号', example: '2020-2/3.2.1' });
export const TimerRef = ref.meta({ description: '期限：通知编号/通知中的名称', example: '2020-2/data-check' });
export const MeasureRef = ref.meta({ description: '措施：通知编号/通知中的名称', example: '2020-2/red-support' });
export const EventRef = ref.meta({ description: '事件：通知编号/通知中的名称', example: '2020-2/epidemic-ended' });
