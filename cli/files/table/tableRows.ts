export interface TableColumn {
  readonly name: string;
  /** in characters; of a sheet only */
  readonly width?: number;
}

export type TableCells = readonly (string | null)[];
export type TableRows = Iterable<TableCells> | AsyncIterable<TableCells>;
