import { redirect } from 'react-router';

export const loader = () => redirect('/reports/revenue', 303);
