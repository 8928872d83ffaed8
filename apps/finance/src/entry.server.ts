import { handleErrorWith, renderPage } from '@gatefold/web-kit';
import { visitContext } from './server/visit.ts';

export { visitContext };

export default renderPage;

export const handleError = handleErrorWith(visitContext);
