import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { pathToFileURL, URL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { suites } from './decisions.mjs';
import { takeTests } from './globals.mjs';

/**
 * Runs the suites of the decisions in this process, loaded once: a change that is switched on while a test runs is
 * judged in milliseconds. Only what is evaluated while a module loads needs the modules anew. Jest starts from nothing
 * for each change, which takes a third of a second: hours for what takes minutes here. The tests are the same.
 */
class DecisionsRunner {
  #switches = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  #loaded;
  #round = 0;
  #slowness = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    // Stryker starts this process in its copy of the project.
    register('./hooks.mjs', import.meta.url, {
      data: {
        globals: new URL('./globals.mjs', import.meta.url).href,
        folder: pathToFileURL(`${process.cwd()}/`).href,
      },
    });
  }

  async dryRun() {
    this.#loaded = await this.#load(suites);
    const result = await this.#run(this.#loaded);
    return { ...result, mutantCoverage: this.#switches.mutantCoverage };
  }

  async mutantRun({
    activeMutant,
    testFilter,
    hitLimit,
    mutantActivation,
    reloadEnvironment,
    sandboxFileName,
  }) {
    this.#switches.hitCount = 0;
    this.#switches.hitLimit = hitLimit;
    try {
      let result;
      if (reloadEnvironment) {
        this.#switches.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
        result = await this.#runAnew(await suitesOf(sandboxFileName), activeMutant.id, testFilter);
      } else {
        this.#loaded ??= await this.#load(suites);
        this.#switches.activeMutant = activeMutant.id;
        result = await this.#run(this.#loaded, testFilter);
      }
      return toMutantRunResult(determineHitLimitReached(this.#switches.hitCount, hitLimit) ?? result);
    } finally {
      this.#switches.activeMutant = undefined;
    }
  }

  /** Suite by suite, since the first one often notices. */
  async #runAnew(files, mutant, filter) {
    const tests = [];
    for (const file of files) {
      try {
        const loaded = await this.#load([file]);
        this.#switches.activeMutant = mutant;
        tests.push(...(await this.#run(loaded, filter)).tests);
      } catch (error) {
        const id = `${file}#0`;
        tests.push({
          id,
          name: file,
          timeSpentMs: 0,
          status: TestStatus.Failed,
          failureMessage: String(error),
        });
      }
      if (tests.some(({ status }) => status === TestStatus.Failed)) break;
    }
    return { status: DryRunStatus.Complete, tests };
  }

  async #load(files) {
    this.#round += 1;
    const tests = [];
    for (const file of files) {
      await import(`${pathToFileURL(resolve(file)).href}?${this.#round}`);
      tests.push(
        ...takeTests().map((test, at) => ({ ...test, fileName: resolve(file), id: `${file}#${at}` })),
      );
    }
    return tests;
  }

  /** All of them, or those of a filter, the quickest first, up to the first that fails. */
  async #run(tests, filter) {
    const slowness = ({ id }) => this.#slowness.get(id) ?? 0;
    const chosen = filter === undefined ? [...tests] : tests.filter(({ id }) => filter.includes(id));
    const results = [];
    for (const { id, name, fileName, run } of chosen.sort((a, b) => slowness(a) - slowness(b))) {
      this.#switches.currentTestId = id;
      const begun = performance.now();
      const told = () => ({ id, name, fileName, timeSpentMs: performance.now() - begun });
      try {
        await run();
        results.push({ ...told(), status: TestStatus.Success });
      } catch (error) {
        results.push({ ...told(), status: TestStatus.Failed, failureMessage: String(error) });
        if (this.#switches.activeMutant !== undefined) break;
      } finally {
        this.#switches.currentTestId = undefined;
        this.#slowness.set(id, performance.now() - begun);
      }
    }
    return { status: DryRunStatus.Complete, tests: results };
  }
}

/** The suites that reach a file by their imports, the nearest first: the one that reaches the fewest others. */
async function suitesOf(file) {
  const reaching = await Promise.all(suites.map(async (suite) => ({ suite, files: await importsOf(suite) })));
  return reaching
    .filter(({ files }) => files.has(resolve(file)))
    .sort((a, b) => a.files.size - b.files.size)
    .map(({ suite }) => suite);
}

const sources = new Map();

async function importsOf(file, seen = new Set()) {
  const path = resolve(file);
  if (seen.has(path)) return seen;
  seen.add(path);
  if (!sources.has(path)) sources.set(path, await readFile(path, 'utf8'));
  for (const [, imported] of sources.get(path).matchAll(/ from '(\.[^']+)'/g)) {
    await importsOf(resolve(path, '..', imported), seen);
  }
  return seen;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'decisions', DecisionsRunner)];
