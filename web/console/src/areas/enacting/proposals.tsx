/** Proposals: what the second officer reads before they confirm, and how earlier ones ended. */

import { useState } from 'react';
import type { EnactmentProposal } from '#contracts/enactments.ts';
import type { AppointmentDecision } from '#contracts/vocabulary.ts';
import { useText } from '../../language.tsx';
import { instantText } from '../../parts/instant.ts';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { Differences, Rehearsed } from './lines.tsx';
import { decide, useAct } from './questions.ts';

const ENDED = { confirmed: '已确认', declined: '不同意', withdrawn: '已撤回' } as const;

export function Proposals({ proposals }: { readonly proposals: readonly EnactmentProposal[] }) {
  const t = useText();
  const open = proposals.filter(({ decision }) => decision === null);
  const ended = proposals.filter(({ decision }) => decision !== null);
  return (
    <>
      {open.map((proposal) => (
        <Open key={proposal.id} proposal={proposal} />
      ))}
      {ended.length > 0 ? (
        <section className="office-card" aria-label={t('办结的提案')}>
          <h2>{t('办结的提案')}</h2>
          <ul>
            {ended.map(({ id, items, fromDay, decision, proposedBy, decidedBy, decidedAt }) => (
              <li key={id}>
                {items.map(({ title }) => title).join('、')} {t('自 {day} 起', { day: fromDay })}：
                {t(ENDED[decision ?? 'withdrawn'])}{' '}
                <span className="quiet">
                  {proposedBy} → {decidedBy} {decidedAt ? instantText(decidedAt) : ''}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Open({ proposal }: { readonly proposal: EnactmentProposal }) {
  const t = useText();
  const [wrong, setWrong] = useState<unknown>();
  const act = useAct(setWrong);
  const { id, kind, digest, fromDay, items, rehearsal, proposedBy, proposedAt, may } = proposal;
  const run = (decision: AppointmentDecision) => {
    setWrong(undefined);
    act.mutate(decide(id, digest, decision));
  };
  return (
    <section className="office-card" aria-label={t('等待确认')}>
      <h2>
        {kind === 'repeal' ? t('废止，自 {day} 起失效', { day: fromDay }) : t('施行，自 {day} 起', { day: fromDay })}
      </h2>
      <p className="quiet">
        {t('{name}提出', { name: proposedBy })} {instantText(proposedAt)}
      </p>
      {items.map(({ scope, title, version, difference }) => (
        <Differences key={scope} title={`${title}（${scope}）`} version={version} difference={difference} />
      ))}
      <Rehearsed rehearsal={rehearsal} />
      {may.withdrawn.available ? (
        <PermittedButton permitted={may.withdrawn} onClick={() => run('withdrawn')}>
          {t('撤回')}
        </PermittedButton>
      ) : null}
      <PermittedButton permitted={may.confirmed} type="primary" onClick={() => run('confirmed')}>
        {t('确认施行')}
      </PermittedButton>
      {may.declined.available ? (
        <PermittedButton permitted={may.declined} danger onClick={() => run('declined')}>
          {t('不同意')}
        </PermittedButton>
      ) : null}
      {wrong ? <ProblemAlert error={wrong} /> : null}
    </section>
  );
}
