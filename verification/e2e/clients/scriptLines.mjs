// Does what its standard input says, a line of JSON each, and answers in a line each, by the script that it is given.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';

const [, , script] = process.argv;

const wordsOf = {
  start: ({ flow, id }) => [flow, id],
  result: ({ id }) => [id],
  standing: ({ id }) => [id],
  offer: ({ id, decision }) => [id, ...(decision === undefined ? [] : [decision])],
  tell: ({ id, update, updateId }) => [id, update, updateId],
  find: ({ query }) => [query],
};

const plain = new Set(['start', 'find']);

/** What the script says, by its exit status. */
function answer(ask) {
  const { status, stdout, stderr } = spawnSync(script, [ask.do, ...wordsOf[ask.do](ask)], {
    input: JSON.stringify(ask.input ?? ask.said ?? null),
    encoding: 'utf8',
  });
  const text = stdout.trim();
  switch (status) {
    case 0:
      if (!plain.has(ask.do)) return { ok: JSON.parse(text) };
      return { ok: ask.do === 'find' ? text.split('\n').filter((id) => id !== '') : text };
    case 1:
      return { failed: JSON.parse(text) };
    case 3:
      return { mismatch: stderr.trim() };
    case 4:
      return { lost: stderr.trim() };
    case 5:
      return { refused: JSON.parse(text) };
    default:
      throw new Error(`${script} ended with ${status}: ${stderr}${stdout}`);
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
