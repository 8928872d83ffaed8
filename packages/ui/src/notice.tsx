import type { ReactNode } from 'react';

type Props = {
  readonly title: string;
  /** `bad` is read out at once; the others when the reader comes to them. */
  readonly tone?: 'plain' | 'ok' | 'warn' | 'bad';
  readonly children?: ReactNode;
};

/** Something that a reader should know before anything else on the page, said in words and not by colour alone. */
export function Notice({ title, tone = 'plain', children }: Props) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <p className="title">{title}</p>
      {children}
    </div>
  );
}
