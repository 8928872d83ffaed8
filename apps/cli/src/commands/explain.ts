import { entitlement, identity } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { table, type Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';

type Options = { readonly feature: string; readonly at?: string };

/** Why a reader, by id or address, may or may not use a feature: the chain to the Stripe object. Exit 1 on a no. */
export async function explain(
  target: Target,
  output: Output,
  asked: Options & { reader: string },
): Promise<number> {
  const { reader, feature, at } = asked;
  const id = isId(reader) ? reader : await readerIdOf(target, reader);
  if (id === null) {
    output.say([`Nobody is known by ${reader}.`], { found: false });
    return EXIT.no;
  }
  const { answer, chain } = await target
    .client('entitlement')
    .call(entitlement.explain, { params: { id }, query: { feature, ...(at === undefined ? {} : { at }) } });

  output.say(
    [
      `${answer.granted ? 'yes' : 'no'}: ${answer.reason}`,
      ...table(chain.map((link) => [`  ${link.step}`, link.id ?? '', link.at ?? '', link.says])),
    ],
    { reader: id, answer, chain },
  );
  return answer.granted ? EXIT.ok : EXIT.no;
}

async function readerIdOf(target: Target, email: string): Promise<string | null> {
  const { data } = await target.client('identity').call(identity.findReader, { query: { email } });
  return data[0]?.readerId ?? null;
}
