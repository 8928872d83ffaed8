/**
 * The native engine's command line: flags first, then possibly `cli <command>`.
 *
 * `datasource` is `{ url, shadowDatabaseUrl }` as far as the app's prisma.config.ts names them.
 */
export function parseArguments(argv) {
  const options = { schemas: [], datasource: {}, command: [] };
  const words = [...argv];
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--datamodels') options.schemas.push(words.shift());
    else if (word === '--datasource') options.datasource = JSON.parse(words.shift());
    else if (word === '--enabled-preview-features' || word === '--extension-types') words.shift();
    else options.command.push(word === '-V' ? '--version' : word);
  }
  return options;
}
