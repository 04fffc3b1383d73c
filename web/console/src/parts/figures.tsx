/** A few numbers with their names, side by side; what should worry somebody stands out. */

export type Figure = readonly [term: string, value: string | number, alarming?: boolean];

export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="figures">
      {figures.map(([term, value, alarming]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className={alarming ? 'overdue' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
