import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const pure = (selector, instead) => ({
  selector,
  message: `Domain code and use cases are given this: ${instead}.`,
});

/** Whether something can be tested without waiting, and twice with the same result, hangs on these. */
const impurities = [
  pure("NewExpression[callee.name='Date'][arguments.length=0]", 'take `now` or a clock'),
  pure("CallExpression[callee.name='Date']", 'take `now` or a clock'),
  pure("CallExpression[callee.object.name='Date'][callee.property.name='now']", 'take `now` or a clock'),
  pure(
    "CallExpression[callee.object.name='performance'][callee.property.name='now']",
    'take `now` or a clock',
  ),
  pure("CallExpression[callee.object.name='Math'][callee.property.name='random']", 'take a number'),
  pure("CallExpression[callee.property.name='randomUUID']", 'take an id'),
  pure('CallExpression[callee.name=/^(randomUUID|randomBytes)$/]', 'take an id'),
  pure("MemberExpression[object.name='process']", 'take a config value'),
];

const waiting = [
  {
    selector: 'AwaitExpression',
    message: 'Domain code does not wait: it is given data and answers with data.',
  },
  {
    selector: ':function[async=true]',
    message: 'Domain code does not wait: it is given data and answers with data.',
  },
];

const sizes = {
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 10],
  'max-params': ['error', 3],
};

const said = (selector) => ({
  selector,
  message: 'Readers are spoken to in their language: make it a phrase in src/words/book.',
});

/** A page of the reader's has no words of its own. What is thrown or reported is for the log. */
const bareWords = [
  said('JSXText[value=/\\p{L}{2}/u]'),
  said(
    'JSXAttribute[name.name=/^(label|hint|title|alt|caption|placeholder|aria-label)$/] > Literal[value=/[A-Z]| /]',
  ),
  said(
    'Literal[value=/^[“‘]?[A-Z][^A-Z]* [a-z]/]:not(NewExpression > Literal):not(CallExpression > Literal)',
  ),
];

const tests = ['**/*.test.{ts,tsx}'];

/** The rules of this repository, from all files to the few with the strictest. */
export const gatefold = [
  {
    ignores: [
      '**/generated/**',
      '**/build/**',
      '**/dist/**',
      '**/.react-router/**',
      '.gatefold/**',
      '**/*.d.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: nodeGlobals() },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } } },
  { files: ['**/examples/**', '**/test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['{apps,packages}/*/src/**/*.{ts,tsx}', 'infra/**/*.{ts,mjs}', 'tests/**/*.ts'],
    ignores: tests,
    rules: sizes,
  },
  {
    // Express tells an error handler by its four parameters.
    files: ['packages/service-kit/src/problem.ts'],
    rules: { 'max-params': ['error', 4] },
  },
  {
    files: ['apps/site/src/**/*.{ts,tsx}'],
    ignores: [
      ...tests,
      'apps/site/src/words/book/**',
      'apps/site/src/publication.ts',
      'apps/site/src/server/compose.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...bareWords] },
  },
  {
    // Phrases are data, each with a sentence in every language.
    files: ['apps/site/src/words/book/**'],
    rules: { 'max-lines': 'off' },
  },
  { files: ['apps/*/src/main.ts'], rules: { 'max-lines': ['error', { max: 40 }] } },
  {
    files: ['apps/*/src/usecases/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', ...impurities] },
  },
  {
    files: ['apps/*/src/domain/**/*.ts', 'packages/{kernel,access}/src/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': ['error', ...impurities, ...waiting],
      'no-restricted-globals': ['error', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'],
    },
  },
];

/** ESLint knows the language; what Node.js and browsers add to it, TypeScript checks better. */
function nodeGlobals() {
  const names = [
    ...['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'AbortSignal', 'AbortController'],
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask'],
    ...['fetch', 'performance', 'crypto', 'WebAssembly', 'TextEncoder', 'TextDecoder', 'structuredClone'],
  ];
  return Object.fromEntries(names.map((name) => [name, 'readonly']));
}
