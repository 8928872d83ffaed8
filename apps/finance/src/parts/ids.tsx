import { shortId } from '../words/short-id.ts';

/** An id cut short, whole in its tooltip. */
export function Code({ id }: { readonly id: string }) {
  return <code title={id}>{shortId(id)}</code>;
}

export function ReaderLink({ id, whole = false }: { readonly id: string; readonly whole?: boolean }) {
  return <a href={`/readers/${id}`}>{whole ? <code>{id}</code> : <Code id={id} />}</a>;
}

export function SubscriptionLink({
  id,
  readerId,
  whole = false,
}: {
  readonly id: string;
  readonly readerId: string;
  readonly whole?: boolean;
}) {
  return (
    <a href={`/readers/${readerId}#subscription-${id}`}>{whole ? <code>{id}</code> : <Code id={id} />}</a>
  );
}
