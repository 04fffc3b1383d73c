/** The person is told what became of what a counter had prepared for them. */
import type { CounterMeans } from '#contracts/vocabulary.ts';
import type { PlatformContext } from '../context.ts';
import { type ActRow, COUNTER_TITLES } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { notify } from '../notices/index.ts';

const BY: Readonly<Record<CounterMeans, string>> = {
  'own-page': '您在自己的页面上',
  code: '您念出的确认码',
  'second-officer': '窗口的第二名经办人凭您签字的申请表',
};

export async function tellWord(
  tx: PlatformTx,
  context: PlatformContext,
  row: ActRow,
  answer: 'confirmed' | 'refused',
  means: CounterMeans,
): Promise<void> {
  const { zh } = COUNTER_TITLES[row.kind];
  const place = `${context.policy.department(row.department_id).name}${row.desk}号窗口`;
  const text =
    answer === 'confirmed'
      ? `${place}准备的“${zh}”，由${BY[means]}确认，现予办理。如果这不是您本人的意思，请立即向${context.policy.names.creditOffice}反映。`
      : `${place}准备的“${zh}”，${means === 'own-page' ? '您没有同意' : '第二名经办人没有同意'}，不予办理，没有任何改变。`;
  for (const subjectKey of new Set([row.subject_key, row.person_key]))
    await notify(tx, context, {
      ...{ subjectKey, kind: `counter.${answer}`, text },
      title: `窗口代办“${zh}”：${answer === 'confirmed' ? '已确认' : '不同意'}`,
      about: row.about_type === 'own-data' ? null : { type: row.about_type, id: row.about_id },
    });
}
