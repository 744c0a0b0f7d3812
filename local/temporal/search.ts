import type { Program } from './programs.ts';

/** One look for one program, as every way of finding it sees it. */
export interface Search {
  readonly program: Program;
  /** Where downloads are kept, e.g. `.payouts/bin`. */
  readonly binDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

export type Finding =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'notFound'; readonly why: string };

/** One way to come by a program. `look` answers; it throws only when to go on would ignore what a person asked for. */
export interface Way {
  readonly title: string;
  readonly look: (search: Search) => Promise<Finding>;
}

export function found(path: string): Finding {
  return { kind: 'found', path };
}

export function notFound(why: string): Finding {
  return { kind: 'notFound', why };
}
