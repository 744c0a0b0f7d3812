import type { Status } from '../../contract/head.ts';
import type { Flow } from '../../contract/flows/names.ts';
import type { RealStage } from './realStage.ts';
import type { SkippedStage } from './skippedStage.ts';
import type { Run } from './stage.ts';

/** A path through a flow: what happens to one run of it. */
interface Path {
  /** name of its file */
  readonly name: string;
  /** the status it comes to rest in; of a flow that only reads, how its run ended. Anything else is another path. */
  readonly ends: Status | 'COMPLETED' | 'FAILED';
}

/** Played on a real server, or where its waits have no setting on one that skips time. */
export type PathOf =
  | (Path & { readonly on: 'real'; readonly play: (stage: RealStage) => Promise<Run> })
  | (Path & { readonly on: 'skipped'; readonly play: (stage: SkippedStage) => Promise<Run> });

export type Scene = PathOf & { readonly flow: Flow };
