import { ButtonLink } from '@gatefold/ui/button';
import { home, ownPath } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { signInPath } from '../sign-in-path.ts';

export const meta: MetaFunction = () => [{ title: 'Look into your mail · Gatefold finance' }];

export function loader({ request }: LoaderFunctionArgs) {
  const next = ownPath(new URL(request.url).searchParams.get('next')) ?? home;
  return { againHref: signInPath(next) };
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
      <div className="actions">
        <ButtonLink href={againHref}>Ask for a new link</ButtonLink>
      </div>
    </div>
  );
}
