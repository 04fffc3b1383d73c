/** How saving a draft stands; a choice where another device saved something newer; a warning before the page is left unsaved. */
import { useEffect } from 'react';
import { useLanguage } from '../../../../shared/language.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import type { Saving } from './draft-saver.ts';
import type { useOwnDraft } from './use-own-draft.ts';

type OwnDraftWork = ReturnType<typeof useOwnDraft>;

export function SavingState({ draft }: { readonly draft: OwnDraftWork }) {
  const { t } = useLanguage();
  const { saving } = draft;
  useWarningBeforeLeaving(saving);
  switch (saving.state) {
    case 'saved':
      return (
        <p className="saving" role="status">
          {t('已保存')}
        </p>
      );
    case 'saving':
      return (
        <p className="saving" role="status">
          {t('正在保存……')}
        </p>
      );
    case 'offline':
      return (
        <p className="notice warn" role="status">
          {t('网络断开，还没有保存。内容在本页上，网络恢复以后会自动保存。')}
        </p>
      );
    case 'conflict':
      return <Conflict draft={draft} theirs={saving.version} />;
    case 'refused':
      return (
        <>
          <p className="saving" role="status">
            {t('还没有保存，请先改正')}
          </p>
          <ProblemNotice error={saving.error} />
        </>
      );
  }
}

function Conflict({ draft, theirs }: { readonly draft: OwnDraftWork; readonly theirs: number }) {
  const { t } = useLanguage();
  return (
    <div className="notice warn" role="alert">
      <strong>{t('您在别的设备上改过这份草稿')}</strong>
      <p>{t('那里保存的版本更新。请选择留下哪一份，另一份会被替换。')}</p>
      <div className="buttons">
        <button type="button" className="main" onClick={() => void draft.takeTheirs()}>
          {t('用别处保存的')}
        </button>
        <button type="button" onClick={() => void draft.saver.replace(theirs)}>
          {t('用这里填的')}
        </button>
      </div>
    </div>
  );
}

function useWarningBeforeLeaving({ state }: Saving): void {
  useEffect(() => {
    if (state === 'saved' || state === 'refused') return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [state]);
}
