import { Button } from '@gatefold/ui/button';
import { ID_PATTERN } from '../../words/typed-id.ts';

/** One field for any id, on every page. */
export const FindField = ({ text }: { readonly text: string }) => (
  <form method="get" action="/search" role="search" aria-label="Any id" className="find">
    <label htmlFor="find" className="visually-hidden">
      Any id or number
    </label>
    <input
      id="find"
      name="q"
      type="search"
      placeholder="Any id or number"
      defaultValue={text}
      pattern={ID_PATTERN}
      title="One whole id or number, not a name or an address"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      required
    />
    <Button>Find</Button>
  </form>
);
