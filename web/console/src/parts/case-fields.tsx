/** Names and values, one under the other. */
import { Fragment, type ReactNode } from 'react';

export function CaseFields({ fields }: { readonly fields: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className="case-fields">
      {Object.entries(fields).map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
