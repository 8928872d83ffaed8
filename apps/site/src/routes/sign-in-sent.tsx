import { ButtonLink } from '@gatefold/ui/button';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { publication } from '../publication.ts';
import { home, signInPath, sitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Look into your mail · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

export function loader({ request }: LoaderFunctionArgs) {
  const returnTo = sitePath(new URL(request.url).searchParams.get('returnTo')) ?? home;
  return { againHref: signInPath(returnTo) };
}

export default function SignInSent() {
  const { againHref } = useLoaderData<typeof loader>();
  return (
    <div className="narrow">
      <h1>Look into your mail</h1>
      <p>
        A link is on its way to the address that you gave. It works once and for a short time, in any browser.
        Nothing there? Look into the spam folder, or ask for a new one.
      </p>
      <div className="choices">
        <ButtonLink href={againHref}>Ask for a new link</ButtonLink>
        <ButtonLink href="/">To the front page</ButtonLink>
      </div>
    </div>
  );
}
