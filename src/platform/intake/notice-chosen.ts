/** Which notice a table is for: said by whoever hands it in, or asks for it, where several are in force. */
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';

/** One table is one notice's; without a word about it, of the one in force, where there is only one. A check of input: @throws Problem `request.invalid` naming them */
export function requireNotice(policy: Policy, asked: string | undefined): Policy {
  const inForce = policy.notices();
  const [only, ...more] = inForce;
  if (asked === undefined && only && more.length === 0) return only;
  if (asked === undefined)
    throw new Problem('request.invalid', {
      said: {
        zh: `现行有几份通知，请写明这份表按哪一份报送：${inForce.map(({ id, title }) => `${id}《${title}》`).join('、')}。`,
        en: `Several notices are in force. Say under which of them this table reports: ${inForce.map(({ id, titleEn }) => `${id} (${titleEn})`).join(', ')}.`,
      },
    });
  const found = inForce.find(({ id }) => id === asked);
  if (found) return found;
  throw new Problem('request.invalid', {
    said: { zh: `没有编号为“${asked}”的通知。`, en: `There is no notice “${asked}”.` },
  });
}
