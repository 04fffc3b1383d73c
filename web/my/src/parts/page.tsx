/** One page: its title (also for the tab), the way back, and the focus on the heading so that a screen reader starts there. */
import { Link } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useText } from '../../../shared/language.tsx';

export interface PageProps {
  /** already in the language chosen */
  readonly title: string;
  /** where "back" leads; the start page unless told otherwise */
  readonly back?: { readonly to: string; readonly title: string; readonly search?: Readonly<Record<string, string>> };
  readonly children: ReactNode;
}

/** The first page of a visit keeps the browser's own focus; those after it take it over. */
let visited = false;

/** The heading of the page one came to; give it `tabIndex={-1}`. */
export function usePageHeading(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (visited) heading.current?.focus();
    visited = true;
  }, []);
  return heading;
}

export function Page({ title, back, children }: PageProps) {
  const t = useText();
  const heading = usePageHeading();
  useEffect(() => {
    document.title = `${title} · ${t('我的信用')}`;
  }, [title, t]);
  return (
    <article className="page">
      <Link to={(back?.to ?? '/') as '/'} search={back?.search ?? {}} className="back">
        <span aria-hidden="true">‹ </span>
        {back?.title ?? t('首页')}
      </Link>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </article>
  );
}
