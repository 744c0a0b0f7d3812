import { fileURLToPath, URL } from 'node:url';
import base from '../jest.config.mjs';

/**
 * What takes longer than a newcomer waits: the nets in a short form, and what runs beside a whole server.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: fileURLToPath(new URL('../', import.meta.url)),
  roots: ['<rootDir>/verification'],
  // Those call real providers.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/verification/live/'],
};
