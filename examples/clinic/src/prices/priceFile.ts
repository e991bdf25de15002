/** What a price list that was uploaded says, before anything is made of it. */

/** A product as the clinic sells it; see `products` in the schema. */
export interface Product {
  sku: string;
  name: string;
  category: string;
  unitPrice: number;
  taxRate: number;
}

/** A row as it was read; `null` where it has nothing, or nothing that could be read. */
export type PriceRow = { [K in keyof Product]: Product[K] | null } & {
  /** Its place in the file, as a spreadsheet or an editor counts it: from 1, the header included. */
  row: number;
};

/** Something wrong with a row. Never says what stands there. */
export interface RowProblem {
  row: number;
  /** As the header has it; of the row as a whole if there is none. */
  column?: string;
  reason: string;
}

/** A price list that was read. */
export interface PriceFile {
  rows: PriceRow[];
  /** Rows and cells that could not be read. */
  problems: RowProblem[];
}
