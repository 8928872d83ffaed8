import ts from 'typescript';

const words = new Set(['describe', 'test', 'it']);

/**
 * The names of the tests in a file, each behind those of the groups it stands in, as `vitest -t` knows them.
 *
 * A name that is made for each of several cases is told with its placeholders.
 */
export function testNames(source: string): string[] {
  const file = ts.createSourceFile('names.ts', source, ts.ScriptTarget.Latest);
  const names: string[] = [];
  const visit = (node: ts.Node, group: string): void => {
    const said = ts.isCallExpression(node) ? nameOf(node) : null;
    const name = said === null ? group : `${group} ${said.name}`.trimStart();
    if (said !== null && said.word !== 'describe') names.push(name);
    node.forEachChild((child) => visit(child, name));
  };
  visit(file, '');
  return names;
}

function nameOf({ expression, arguments: given }: ts.CallExpression): { word: string; name: string } | null {
  const word = firstWord(expression);
  const [title] = given;
  return words.has(word) && title !== undefined && ts.isStringLiteralLike(title)
    ? { word, name: title.text }
    : null;
}

/** `test` of `test.concurrent.each([…])`. */
function firstWord(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return firstWord(node.expression);
  return '';
}
