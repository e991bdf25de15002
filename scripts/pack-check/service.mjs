// An Express service, which asks itself once and ends.
import clinicore, { crypto, dicom, export as exporting, pdf, stats } from 'clinicore';
import express from 'express';
import { answers } from './answers.cjs';

const app = express();
app.get('/answers', async (_request, response) => {
  response.send(await answers(clinicore, { stats, pdf, dicom, export: exporting, crypto }));
});
const server = app.listen(0, '127.0.0.1', async () => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/answers`);
  console.log(await response.text());
  server.close();
});
