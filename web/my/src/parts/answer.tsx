/** What a question to the server came to: still waiting, refused with a way to try again, or the answer itself. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice.tsx';
import { Waiting } from './waiting.tsx';

export interface AnswerProps<Data> {
  readonly of: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

export function Answer<Data>({ of: question, children }: AnswerProps<Data>) {
  if (question.data !== undefined) return children(question.data);
  if (question.isError) return <ProblemNotice error={question.error} onRetry={() => void question.refetch()} />;
  return <Waiting />;
}
