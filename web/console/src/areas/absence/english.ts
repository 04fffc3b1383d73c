/** English for absence and who stands in. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const ABSENCE_ENGLISH: Dictionary = {
  '代理人以自己的名义办理，逐件记明代谁办理；同一事项仍须由不同的人办理。':
    'Who stands in acts under the own name, on record on behalf of whom; one case is still handled by different people.',
  我代理谁: 'Whom I stand in for',
  谁代理我: 'Who stands in for me',
  请同事代理: 'Ask a colleague',
  '现在没有代理他人。': 'You stand in for nobody.',
  '没有请人代理。': 'Nobody stands in for you.',
  '您的岗位不能请人代理：审计和管理员由登记决定。':
    'Your roles cannot be handed on: auditing and administration are given by appointment.',
};
