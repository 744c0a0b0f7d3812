import type { Survivor } from './page.ts';

export const survivors: readonly Survivor[] = [];
