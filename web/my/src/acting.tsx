/** Whom the signed-in person acts for: themself, or an organisation the city's sign-in vouches they represent. */
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { MySelf } from '#contracts/my.ts';
import { useMySelf } from './session.ts';

export type Organisation = MySelf['organisations'][number];

interface Acting {
  /** null: for themself */
  readonly organisation: Organisation | null;
  readonly choose: (uscc: string | null) => void;
}

const ActingContext = createContext<Acting | null>(null);
const STORED = 'xinheng.my.acting';

export function ActingProvider({ children }: { readonly children: ReactNode }) {
  const me = useMySelf();
  const [uscc, setUscc] = useState(() => sessionStorage.getItem(STORED));
  const value = useMemo<Acting>(
    () => ({
      organisation: me.data?.organisations.find((one) => one.uscc === uscc) ?? null,
      choose: (chosen) => {
        if (chosen === null) sessionStorage.removeItem(STORED);
        else sessionStorage.setItem(STORED, chosen);
        setUscc(chosen);
      },
    }),
    [me.data, uscc],
  );
  return <ActingContext value={value}>{children}</ActingContext>;
}

export function useActing(): Acting {
  const value = useContext(ActingContext);
  if (!value) throw new Error('useActing outside ActingProvider');
  return value;
}
