import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AptSigning,
  parseDeb822Signing,
  parseMadison,
  parseOneLineSigning,
  sourceStanzas,
} from './apt-sources.ts';
import { type CommandContext, runCommand } from './command.ts';

const aptFolder = '/etc/apt';

/**
 * Fetches libsrtp 2's source package, as the machine's own archives have it, and puts it at `to`.
 *
 * apt is given a list and state of its own inside `scratch`; nothing of the system's changes.
 *
 * @returns the source's name and version, such as `libsrtp2-2.5.0`
 * @throws WorkerError `step-failed`, or a plain Error that says what was not there
 */
export async function fetchLibsrtpSource(
  context: CommandContext,
  scratch: string,
  to: string,
): Promise<string> {
  const offers = parseMadison(
    (
      await runCommand(context, {
        step: 'finding where libsrtp2 comes from',
        words: ['apt-cache', 'madison', 'libsrtp2-dev'],
      })
    ).join('\n'),
  );
  if (offers.length === 0) throw new Error('no archive of this machine offers libsrtp2-dev');

  const sourceParts = join(scratch, 'sources.list.d');
  await mkdir(sourceParts, { recursive: true });
  await mkdir(join(scratch, 'lists', 'partial'), { recursive: true });
  await mkdir(join(scratch, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(join(sourceParts, 'source.sources'), sourceStanzas(offers, await readSignings()));

  const apt = ['apt-get', ...privateOptions(scratch, sourceParts)] as const;
  await runCommand(context, {
    step: "fetching the archive's list of sources",
    words: [...apt, 'update'],
  });
  await runCommand(context, {
    step: "fetching libsrtp2's source",
    words: [...apt, 'source', 'libsrtp2'],
    folder: scratch,
  });

  const name = (await readdir(scratch)).find((entry) => /^libsrtp2-[^_]*$/.test(entry));
  if (name === undefined) throw new Error('apt-get source left no libsrtp2 folder');
  await stat(join(scratch, name, 'meson.build'));
  await rename(join(scratch, name), to);
  return name;
}

function privateOptions(scratch: string, sourceParts: string): string[] {
  const settings = [
    'Dir::Etc::sourcelist=/dev/null',
    `Dir::Etc::sourceparts=${sourceParts}`,
    `Dir::State::lists=${join(scratch, 'lists')}`,
    `Dir::Cache=${join(scratch, 'cache')}`,
    // apt's own user can't write into a folder of ours, and warns of it.
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=20',
    'Acquire::https::Timeout=20',
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}

async function readSignings(): Promise<AptSigning[]> {
  const parts = join(aptFolder, 'sources.list.d');
  const names = await readdir(parts).catch(() => []);
  const files = [join(aptFolder, 'sources.list'), ...names.map((name) => join(parts, name))];
  const signings = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return file.endsWith('.sources') ? parseDeb822Signing(text) : parseOneLineSigning(text);
    }),
  );
  return signings.flat();
}
