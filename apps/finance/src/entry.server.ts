import { handleErrorWith, pageRenderer } from '@gatefold/web-kit';
import { visitContext } from './server/visit.ts';

export { visitContext };

export default pageRenderer();

export const handleError = handleErrorWith(visitContext);
