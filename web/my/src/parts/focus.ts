/** Where the reader goes on when what they pressed is gone. */
import { type RefObject, useEffect, useRef } from 'react';

/**
 * For what takes the place of the button that was pressed; give the element `tabIndex={-1}`. A keyboard goes on from there, a screen
 * reader reads it, and it is on the screen however large the letters are.
 */
export function useFocusOnShow<Shown extends HTMLElement>(): RefObject<Shown | null> {
  const shown = useRef<Shown>(null);
  useEffect(() => shown.current?.focus(), []);
  return shown;
}
