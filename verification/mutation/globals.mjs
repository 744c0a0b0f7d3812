import { expect } from 'expect';
import { bind } from 'jest-each';

/**
 * As much of `@jest/globals` as the suites of the decisions use. A suite that uses more fails to load, rather than
 * passing without having run.
 */
export { expect };

/** Tests as they were written down since the last `takeTests`, in order. */
let tests = [];
let titles = [];

export function takeTests() {
  const taken = tests;
  tests = [];
  return taken;
}

export function describe(title, define) {
  titles.push(title);
  define();
  titles.pop();
}

export function test(title, run) {
  tests.push({ name: [...titles, title].join(' '), run });
}

describe.each = bind(describe, false);
test.each = bind(test, false);
export const it = test;
