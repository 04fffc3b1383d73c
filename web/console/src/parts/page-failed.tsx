/** A page that could not be fetched or went wrong, and an address that does not exist: said in the console's frame, with a way on. */
import { Link } from '@tanstack/react-router';
import { Button, Result } from 'antd';
import { useText } from '../language.tsx';

export function PageFailed() {
  const t = useText();
  return (
    <Result
      status="warning"
      title={<h1>{t('页面没有打开')}</h1>}
      subTitle={t('可能是网络断开了，或者系统刚刚更新。请检查网络后重新载入；已经提交的内容都在。')}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t('重新载入')}
        </Button>
      }
    />
  );
}

export function PageMissing() {
  const t = useText();
  return (
    <Result
      status="404"
      title={<h1>{t('没有这个页面')}</h1>}
      subTitle={t('地址可能写错了，或者页面已经改了位置。')}
      extra={<Link to="/">{t('回到首页')}</Link>}
    />
  );
}
