// A service in CommonJS, and what each domain answers it.
const { answers } = require('./answers.cjs');

answers(require('clinicore'), {
  stats: require('clinicore/stats'),
  pdf: require('clinicore/pdf'),
  dicom: require('clinicore/dicom'),
  export: require('clinicore/export'),
  crypto: require('clinicore/crypto'),
}).then(console.log);
