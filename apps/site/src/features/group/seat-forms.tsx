import type { ReactNode } from 'react';
import { Button } from '@gatefold/ui/button';

type ActProps = { does: string; group: string; name?: string; value?: string; children: ReactNode };

/** One button that does one thing to a group. */
export function Act({ does, group, name, value, children }: ActProps) {
  return (
    <form method="post" action="/account/seats">
      <Hidden does={does} group={group} />
      {name !== undefined && <input type="hidden" name={name} value={value} />}
      <Button>{children}</Button>
    </form>
  );
}

export const Hidden = ({ does, group }: { does: string; group: string }) => (
  <>
    <input type="hidden" name="do" value={does} />
    <input type="hidden" name="group" value={group} />
  </>
);
