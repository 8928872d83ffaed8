import { redirect } from 'react-router';

export const loader = () => redirect('/events', 303);

/** Without a page of its own this address would answer with data, also where the frame says no. */
export default function Home() {
  return null;
}
