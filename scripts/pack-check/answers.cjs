const assert = require('node:assert/strict');

/** Calls a function of each domain and checks what it answers; says which backend did. */
exports.answers = async (clinicore, { stats, pdf, dicom, export: exporting, crypto }) => {
  assert.equal(stats.mean([1, 2, 6]), 3);
  const file = await pdf.render({ title: 'Test', created: '2026-01-01', content: ['Right eye'] });
  assert.deepEqual(await pdf.extractText(file), ['Right eye']);
  const dataSet = Buffer.from('100020004c4f0600502d31303432', 'hex');
  assert.deepEqual(await dicom.parse(dataSet), { '00100020': { vr: 'LO', Value: ['P-1042'] } });
  const table = await exporting.readCsv(Buffer.from('price\n12.90\n')).toTable();
  assert.equal(String(await exporting.csv(table).toBuffer()), 'price\r\n12.90\r\n');
  assert.equal(await crypto.verifyPassword('secret', await crypto.hashPassword('secret', { cost: 10 })), true);
  return `${clinicore.backend} ${clinicore.version} answers`;
};
