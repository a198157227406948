// `npm start`: sets up what is missing, then opens the lecture. Arguments go to `lectern open`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from './cache-folder.mjs';
import { prepare } from './prepare.mjs';

try {
  await prepare();
  const open = await import(pathToFileURL(join(packageRoot, 'dist', 'cli', 'open.js')).href);
  process.exitCode = await open.run(process.argv.slice(2));
} catch (error) {
  console.error(process.env.LECTERN_DEBUG ? error : error.message);
  process.exitCode = 1;
}
