/** An invoice as a service has it, the `i`th of many that differ: 5 texts, 3 numbers, a day and a moment. */
export function invoice(i) {
  const quantity = 1 + (i % 4);
  const price = Math.round((10 + ((i * 7919) % 9973) / 11) * 100) / 100;
  return {
    number: `A-${100_000 + i}`,
    patient: `Patient Nº ${(i * 48_271) % 65_537}`,
    city: ['Köln', 'Pune', 'São Paulo', 'Leeds'][i % 4],
    item: `Progressive lens 1.${i % 7} & coating`,
    status: i % 3 ? 'paid' : 'open',
    quantity,
    price,
    total: Math.round(price * quantity * 100) / 100,
    issued: new Date(Date.UTC(2024, 0, 1 + (i % 700))),
    paid: new Date(Date.UTC(2024, 0, 1 + (i % 700), 8, i % 60, i % 59)),
  };
}
