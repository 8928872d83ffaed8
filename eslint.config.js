import { gatefold } from '@gatefold/config/eslint.js';

export default gatefold;
