import { Button } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';

/** One button that puts this article aside. It is the same whether or not it is on the list, as the page is. */
export function SaveArticle({ slug }: { readonly slug: string }) {
  const { say } = useVoice();
  return (
    <form method="post" action="/account/saved" className="give">
      <input type="hidden" name="slug" value={slug} />
      <Button name="do" value="save">
        {say('saved.save')}
      </Button>
    </form>
  );
}
