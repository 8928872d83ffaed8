import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../infra/process/bootstrap.mjs';

/** Where our own packages stand among the installed ones, each a link into the checkout. */
const OURS = '@gatefold';

/**
 * A copy of the checkout, as of its last commit, in which lines may be taken out.
 *
 * Installed packages are linked, but for our own, which have to be the copy's.
 */
export function openCopy() {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-guards-'));
  const copy = path.join(folder, 'copy');
  git(['worktree', 'add', '--detach', copy, 'HEAD']);
  linkPackages(copy);
  for (const app of readdirSync(path.join(root, 'apps'))) copyGenerated(copy, app);

  return {
    folder: copy,
    /** Makes the edit, and answers with how to take it back. Throws when `from` is not there exactly once. */
    edit({ file, from, to }: { file: string; from: string; to: string }): () => void {
      const place = path.join(copy, file);
      const before = readFileSync(place, 'utf8');
      const found = before.split(from).length - 1;
      if (found !== 1) throw new Error(`${file} has the guard ${found} times, not once: ${from}`);
      writeFileSync(
        place,
        before.replace(from, () => to),
      );
      return () => writeFileSync(place, before);
    },
    close(): void {
      git(['worktree', 'remove', '--force', copy]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Copy = ReturnType<typeof openCopy>;

function git(words: readonly string[]): void {
  const { status, stderr } = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
}

function linkPackages(copy: string): void {
  const installed = path.join(root, 'node_modules');
  const here = path.join(copy, 'node_modules');
  mkdirSync(path.join(here, OURS), { recursive: true });
  for (const name of readdirSync(installed))
    if (name !== OURS && name !== '.cache' && name !== '.vite')
      symlinkSync(path.join(installed, name), path.join(here, name));
  for (const kind of ['apps', 'packages', 'infra', ''])
    for (const { name, folder } of workspacesIn(copy, kind)) symlinkSync(folder, path.join(here, OURS, name));
}

/** Workspaces below `kind`, or the one folder that is a workspace by itself. */
function workspacesIn(copy: string, kind: string): { name: string; folder: string }[] {
  const folders =
    kind === '' ? ['tests'] : readdirSync(path.join(copy, kind)).map((name) => `${kind}/${name}`);
  return folders.flatMap((folder) => {
    const file = path.join(copy, folder, 'package.json');
    if (!existsSync(file)) return [];
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name: string };
    const own = path.join(root, folder, 'node_modules');
    if (existsSync(own)) symlinkSync(own, path.join(copy, folder, 'node_modules'));
    return name.startsWith(`${OURS}/`)
      ? [{ name: name.slice(OURS.length + 1), folder: path.join(copy, folder) }]
      : [];
  });
}

/** What is made from a schema is not in git. */
function copyGenerated(copy: string, app: string): void {
  const generated = path.join('apps', app, 'src/adapters/prisma/generated');
  if (existsSync(path.join(root, generated)))
    cpSync(path.join(root, generated), path.join(copy, generated), { recursive: true });
}
