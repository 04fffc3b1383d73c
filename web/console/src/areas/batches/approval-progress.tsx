/** A decision over a whole batch while it is being carried out, part by part, and what it came to. */
import { Alert, Button, Flex, Progress } from 'antd';
import { useText } from '../../language.tsx';
import type { Decision } from './use-batch-decision.ts';
import { STEPS, type Step } from './words.tsx';

interface Props {
  readonly step: Step;
  readonly decision: Decision;
}

export function DecisionEnded({ step, decision: { done, left } }: Props) {
  const t = useText();
  return (
    <Alert
      type={left > 0 ? 'info' : 'success'}
      showIcon
      title={t('{done} {count} 件。', { done: t(STEPS[step].done), count: done.toLocaleString() })}
      description={
        left > 0
          ? t('其余 {count} 件没有办理，可以随时接着办。', { count: left.toLocaleString() })
          : t(STEPS[step].next)
      }
    />
  );
}

export function DecisionUnderWay({
  step,
  decision: { state, done, left },
  onStop,
}: Props & { readonly onStop: () => void }) {
  const t = useText();
  return (
    <section aria-live="polite">
      <Progress percent={Math.floor((done / Math.max(1, done + left)) * 100)} aria-label={t(STEPS[step].act)} />
      <Flex gap="small" align="center" wrap>
        <span className="numbers">
          {t('{done} {count} 件，还有 {left} 件。分段办理，办完一段算一段；离开本页即停在已办的地方。', {
            done: t(STEPS[step].done),
            count: done.toLocaleString(),
            left: left.toLocaleString(),
          })}
        </span>
        <Button disabled={state === 'stopping'} onClick={onStop}>
          {state === 'stopping' ? t('办完这一段就停') : t('停止')}
        </Button>
      </Flex>
    </section>
  );
}
