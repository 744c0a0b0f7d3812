import { findTemporal } from './findTemporal.ts';
import type { FindTemporalOptions } from './findTemporal.ts';

/** Either a server that is somebody else's to run, or an executable to run one. */
export type TemporalSource =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'executable'; readonly path: string };

/**
 * Where Temporal comes from. An address (`address`, else `TEMPORAL_ADDRESS`) is taken as it is: nothing is looked for and
 * nothing started, also when nobody answers there, since a payout must never land on another server than the one named.
 * @throws what findTemporal throws.
 */
export async function resolveTemporal(
  options: FindTemporalOptions & { readonly address?: string },
): Promise<TemporalSource> {
  const address = options.address ?? (options.env ?? process.env)['TEMPORAL_ADDRESS'] ?? '';
  if (address !== '') return { kind: 'address', address };
  return { kind: 'executable', path: await findTemporal(options) };
}
