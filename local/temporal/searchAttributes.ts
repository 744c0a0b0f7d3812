import type { Connection } from '@temporalio/client';

/** Kinds by name, with their numbers on the wire (IndexedValueType of temporal.api.enums.v1). */
const kinds = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

export type SearchAttributeKind = keyof typeof kinds;

/** The namespace has a search attribute of this name and another kind, which waiting does not mend. */
export class SearchAttributeClash extends Error {
  override readonly name = 'SearchAttributeClash';
}

/**
 * Registers what the namespace does not have yet. Not left to `start-dev --search-attribute`, which does nothing for a
 * database file that knows some attributes already: a later version of this program would wait for its new ones in vain.
 * @returns the names that were not there yet; to be asked again until there are none.
 * @throws SearchAttributeClash
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: Readonly<Record<string, SearchAttributeKind>>,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const absent: [name: string, kind: number][] = [];
  for (const [name, kind] of Object.entries(wanted)) {
    const registered: number | undefined = customAttributes[name];
    if (registered === undefined) absent.push([name, kinds[kind]]);
    else if (registered !== kinds[kind])
      throw new SearchAttributeClash(`Search attribute ${name} is registered as another kind than ${kind}.`);
  }
  if (absent.length > 0)
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(absent),
    });
  return absent.map(([name]) => name);
}
