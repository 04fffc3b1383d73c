/** Says that the session ran out, over the page as it is, and opens the sign-in beside it. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useSessionOver } from '../../../shared/session-over.ts';
import { call } from '../api.ts';
import { useText } from '../language.tsx';
import { signInBeside, useMe } from '../session.ts';

export function SessionOver() {
  const t = useText();
  const queries = useQueryClient();
  const me = useMe();
  const { over, check, later } = useSessionOver({
    known: me.data?.id,
    who: async () => (await call('GET /me')).id,
    onBack: () => void queries.invalidateQueries(),
    onSomebodyElse: () => location.replace('/console/'),
  });
  return (
    <Modal
      open={over}
      zIndex={3000}
      title={t('登录已过期，请重新登录')}
      onCancel={later}
      mask={{ closable: false }}
      footer={[
        <Button key="later" type="text" onClick={later}>
          {t('稍后')}
        </Button>,
        <Button key="done" onClick={check}>
          {t('我已登录')}
        </Button>,
        <Button key="sign-in" type="primary" href={signInBeside} target="_blank" rel="opener">
          {t('去登录')}
        </Button>,
      ]}
    >
      <p>{t('本页填写的内容还在。登录在另一页进行，完成后回到本页接着办。')}</p>
      <p className="quiet">{t('须用同一个账号登录；换了账号，本页的内容会清除。')}</p>
    </Modal>
  );
}
