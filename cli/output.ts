/** The part of a stream that this needs. */
type Listened = Pick<NodeJS.WriteStream, 'on'>;

/** Whoever read has left (`| head`), or the terminal is gone. Nobody is there to be told. */
const LEFT: readonly (string | undefined)[] = ['EPIPE', 'EIO'];

/**
 * Lets a command finish its work when its output has nowhere to go: a payout that is followed, or a worker, must not end
 * for want of a reader.
 * @returns what is wrong with the output, once there is something: then not all of it was written, and it is not the
 * reader's wish
 */
export function mindOutput(stdout: Listened, stderr: Listened): () => Error | undefined {
  let failed: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!LEFT.includes(error.code)) failed ??= error;
  });
  // What cannot be said on stderr cannot be said at all.
  stderr.on('error', () => undefined);
  return () => failed;
}
