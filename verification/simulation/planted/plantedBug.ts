import type { MoneyFlow } from '../../../contract/flows/names.ts';
import type { Patch } from '../../../test/harness/workerProgram.ts';

/** A bug that somebody could write, planted in a copy of the sources. */
export interface PlantedBug {
  readonly name: string;
  readonly flow: MoneyFlow;
  readonly patches: readonly Patch[];
}
