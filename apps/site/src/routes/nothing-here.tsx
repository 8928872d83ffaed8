import { notFound, problemPage } from '../features/problem/problem.ts';

export const loader = (): never => {
  throw problemPage(404, notFound);
};

export const action = (): never => loader();

export default function NothingHere() {
  return null;
}
