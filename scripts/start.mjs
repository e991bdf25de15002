/** `npm start`: the example clinic, set up from nothing. */
import { run, say, setUp } from './setup.mjs';

setUp({ orFallBack: true });
say('Building the example clinic');
run('npm', ['run', '--silent', 'build', '--workspace', 'examples/clinic']);
say('Starting the example clinic');
// In this process, so that it gets the signals that are meant for it.
await import('../examples/clinic/dist/server.js');
