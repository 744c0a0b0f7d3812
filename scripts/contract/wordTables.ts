import { attentionReasons } from '../../contract/attention.ts';
import { workflowFailureTypes } from '../../contract/failures.ts';
import { statuses } from '../../contract/head.ts';
import { listedMemo, type Listed } from '../../contract/listed.ts';
import { searchAttributeTypes } from '../../contract/searchAttributes.ts';
import { updateNames } from '../../contract/updates.ts';
import { waitingFor } from '../../contract/waiting.ts';
import { code, table } from '../providers/table.ts';
import {
  attentionWords,
  attributeWords,
  failureWords,
  memoWords,
  refusalWords,
  statusWords,
  updateWords,
  waitingWords,
} from './words.ts';

export function statusTable(): string {
  return table(
    ['status', 'flow', 'run', 'means'],
    statuses.map((status) => {
      const { of, run, means } = statusWords[status];
      return [code(status), of, run, means];
    }),
  );
}

export function failureTable(): string {
  return table(
    ['type', 'means'],
    workflowFailureTypes.map((type) => [code(type), failureWords[type]]),
  );
}

export function refusalTable(): string {
  return table(
    ['type', 'means'],
    Object.entries(refusalWords).map(([type, means]) => [code(type), means]),
  );
}

export function updateTable(): string {
  return table(
    ['update', 'taken when', 'effect'],
    updateNames.map((name) => [code(name), updateWords[name].when, updateWords[name].effect]),
  );
}

export function attentionTable(): string {
  return table(
    ['reason', 'when', 'decisions'],
    attentionReasons.map((reason) => {
      const { when, decisions } = attentionWords[reason];
      return [code(reason), when, decisions];
    }),
  );
}

export function waitingTable(): string {
  return table(
    ['`waiting.for`', 'what has to happen'],
    waitingFor.map((what) => [code(what), waitingWords[what]]),
  );
}

export function attributeTable(): string {
  return table(
    ['search attribute', 'type', 'holds'],
    Object.entries(attributeWords).map(([name, holds]) => [code(name), typeOf(name), holds]),
  );
}

export function memoTable(): string {
  const members = Object.keys(memoWords) as (keyof Listed)[];
  return table(
    ['memo member', 'type', 'flow', 'holds'],
    members.map((member) => {
      const { type, of, holds } = memoWords[member];
      return [code(listedMemo[member]), type, of, holds];
    }),
  );
}

function typeOf(name: string): string {
  return Object.entries(searchAttributeTypes).find(([attribute]) => attribute === name)?.[1] ?? '';
}
