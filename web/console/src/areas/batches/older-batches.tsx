/** Under a table of batches, newest first: on to the older ones, and back to the newest. */
import { Button, Flex } from 'antd';
import { useText } from '../../language.tsx';

interface Props {
  /** the batch this page goes on from; undefined on the first page */
  readonly before: string | undefined;
  /** the batch the next page goes on from, where there is one */
  readonly next: string | null | undefined;
  readonly onGo: (before: string | undefined) => void;
}

export function OlderBatches({ before, next, onGo }: Props) {
  const t = useText();
  return (
    <Flex gap="small">
      {before ? (
        <Button size="small" onClick={() => onGo(undefined)}>
          {t('回到最新')}
        </Button>
      ) : null}
      {next ? (
        <Button size="small" onClick={() => onGo(next)}>
          {t('更早的')}
        </Button>
      ) : null}
    </Flex>
  );
}
