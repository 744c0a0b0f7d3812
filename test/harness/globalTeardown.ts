/** Once after all suites. */
export { removeProgram as default } from './workerProgram.ts';
