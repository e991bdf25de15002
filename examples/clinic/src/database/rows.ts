/** The rows of a statement in SQL: both drivers answer so, which Drizzle's type of either does not say. */
export const rowsOf = <Row>(answer: unknown): Row[] => (answer as { rows: Row[] }).rows;
