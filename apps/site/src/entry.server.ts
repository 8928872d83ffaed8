import { createElement } from 'react';
import { handleErrorWith, pageRenderer } from '@gatefold/web-kit';
import { visitContext, visitOf } from './server/visit.ts';
import { SpeakingProvider } from './words/speaking.tsx';

export { visitContext };

/** Every page, and every problem, in the language of its visit. */
export default pageRenderer((page, context, headers) => {
  const { voice } = visitOf(context);
  headers.set('content-language', voice.language);
  return createElement(SpeakingProvider, { value: voice }, page);
});

export const handleError = handleErrorWith(visitContext);
