import type { Connection } from '@temporalio/client';
import { searchAttributeTypes } from '../contract/searchAttributes.ts';

/** Anything that reaches the server's operator API: a client's connection or a worker's. */
type OperatorConnection = Pick<Connection, 'operatorService'>;

/** The server's numbers for the types of search attributes (`temporal.api.enums.v1.IndexedValueType`). */
const typeNumbers: Readonly<Record<string, number>> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};

/** A search attribute that the server lacks, or has with another type. */
export interface SearchAttributeProblem {
  readonly name: string;
  readonly wanted: string;
  /** the type it has on the server; absent when the server does not know it */
  readonly found?: string;
}

/**
 * Compares what the payouts need with what the namespace has. A worker that starts without one of them fails its
 * workflow tasks for ever, which looks like nothing at all from outside.
 * @throws the server's error, such as an unknown namespace
 */
export async function missingSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
): Promise<SearchAttributeProblem[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return Object.entries(searchAttributeTypes).flatMap(([name, wanted]) => {
    const found = customAttributes[name];
    if (found === undefined) return [{ name, wanted }];
    return found === typeNumbers[wanted] ? [] : [{ name, wanted, found: typeName(found) }];
  });
}

function typeName(number: number): string {
  const known = Object.entries(typeNumbers).find(([, value]) => value === number);
  return known?.[0] ?? `type ${number}`;
}

/** @returns one line a search attribute: `PayoutFlow (Keyword) is missing`. */
export function describeSearchAttributes(problems: readonly SearchAttributeProblem[]): string {
  return problems
    .map(({ name, wanted, found }) =>
      found === undefined
        ? `${name} (${wanted}) is missing`
        : `${name} is ${found} there and must be ${wanted}`,
    )
    .join('\n');
}

/** One is there with a type that is not ours. Removing it could break whoever made it: that is for a person. */
export class WrongSearchAttributeType extends Error {
  override readonly name = 'WrongSearchAttributeType';
}

/**
 * Makes what is missing; run again it changes nothing.
 * @returns the names it made
 * @throws WrongSearchAttributeType, or the server's error
 */
export async function registerSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
): Promise<string[]> {
  const problems = await missingSearchAttributes(connection, namespace);
  const wrong = problems.filter(({ found }) => found !== undefined);
  if (wrong.length > 0) {
    throw new WrongSearchAttributeType(
      `${describeSearchAttributes(wrong)}\n` +
        'If nothing else uses it, remove it (temporal operator search-attribute remove --name NAME) and run this again.',
    );
  }
  if (problems.length === 0) return [];
  const searchAttributes = Object.fromEntries(
    problems.map(({ name, wanted }) => [name, typeNumbers[wanted] ?? 0]),
  );
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    // Two who set up at the same time: the other one's are as good.
    if ((await missingSearchAttributes(connection, namespace)).length > 0) throw error;
  }
  return problems.map(({ name }) => name);
}
