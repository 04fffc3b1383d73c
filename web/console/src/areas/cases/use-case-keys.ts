/** J and K go through the queue as long as nobody is writing. */
import { useEffect } from 'react';

export function useCaseKeys(active: boolean, previous: () => void, next: () => void): void {
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        target instanceof HTMLElement &&
        target.closest('input, textarea, select, [role="combobox"], [role="dialog"]')
      )
        return;
      if (event.key === 'j') next();
      if (event.key === 'k') previous();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
