/** A button that says why it cannot be pressed, beside itself and before anybody tries. */

import { Button, type ButtonProps } from 'antd';
import { useId } from 'react';
import type { Permitted } from '#contracts/lists.ts';
import { useCited, useSaid, useText } from '../language.tsx';
import './office.css';

export function PermittedButton({ permitted, ...button }: ButtonProps & { readonly permitted: Permitted }) {
  const id = useId();
  if (permitted.available) return <Button {...button} />;
  return (
    <div>
      <Button {...button} disabled aria-describedby={id} />
      <Reason permitted={permitted} id={id} />
    </div>
  );
}

/** Why something may not be done, with the clause it rests on; nothing where it may. */
export function Reason({ permitted, id }: { readonly permitted: Permitted; readonly id?: string }) {
  const t = useText();
  const cited = useCited();
  const said = useSaid();
  if (permitted.available) return null;
  return (
    <span className="reason" id={id}>
      {said(permitted)}
      {permitted.clause ? ` ${t('依据')} ${cited(permitted.clause)}` : ''}
    </span>
  );
}
