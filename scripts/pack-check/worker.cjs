// The package in four worker threads at once, each of which ends.
const { isMainThread, parentPort, Worker } = require('node:worker_threads');

if (isMainThread) {
  const said = Array.from({ length: 4 }, () => {
    const worker = new Worker(__filename);
    return new Promise((resolve, reject) => {
      let backend;
      worker.on('message', (message) => {
        backend = message;
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve(backend));
    });
  });
  Promise.all(said).then((backends) => console.log(`${said.length} workers: ${backends.join(', ')}`));
} else {
  require('clinicore')
    .crypto.hashPassword('secret', { cost: 10 })
    .then(() => parentPort.postMessage(require('clinicore').backend));
}
