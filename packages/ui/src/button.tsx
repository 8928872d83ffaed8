import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from 'react';

type Weight = {
  /** The one action that a page is about. At most one on a screen, and never beside its opposite. */
  readonly main?: boolean;
};

const className = (main: boolean | undefined): string => (main === true ? 'button main' : 'button');

export function Button({ main, type = 'submit', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & Weight) {
  return <button type={type} className={className(main)} {...rest} />;
}

/** Leads somewhere; what changes something is a `Button` in a form. */
export function ButtonLink({ main, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & Weight) {
  return <a className={className(main)} {...rest} />;
}
