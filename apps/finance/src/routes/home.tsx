import { redirect } from 'react-router';

export const loader = () => redirect('/events', 303);
