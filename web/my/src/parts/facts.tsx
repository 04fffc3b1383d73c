/** What is read together: label and value, days and instants in the city's time. */
import type { ReactNode } from 'react';

/** Label and value, read together. */
export function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Day({ of }: { readonly of: string }) {
  return <time dateTime={of}>{of}</time>;
}

/** Swedish writes days as they are written everywhere else here: 2020-05-08 09:30. */
const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

export function Instant({ of }: { readonly of: string }) {
  return <time dateTime={of}>{CLOCK.format(new Date(of))}</time>;
}
