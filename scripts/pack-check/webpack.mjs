// Bundles the service in a folder with webpack.
import webpack from 'webpack';

const [folder] = process.argv.slice(2);
const compiler = webpack({
  mode: 'production',
  target: 'node20',
  context: folder,
  entry: './service.mjs',
  output: { path: folder, filename: 'service.webpack.cjs' },
  externals: { clinicore: 'commonjs clinicore' },
});
compiler.run((error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString({ colors: false }));
  process.exitCode = 1;
});
