import { readFile } from 'node:fs/promises';
import { ConfigError } from './config-error.ts';

/** The configuration file that is read where none is named. */
const defaultName = 'tallylight.json';

/**
 * Reads the configuration file: the one that `TALLYLIGHT_CONFIG` names, or `tallylight.json` where it exists.
 *
 * @throws {ConfigError} a named file is missing, or a file is no JSON
 */
export async function readConfigFile(
  named: string | undefined,
): Promise<{ name: string; content: unknown } | undefined> {
  const name = named ?? defaultName;
  try {
    return { name, content: JSON.parse(await readFile(name, 'utf8')) as unknown };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && named === undefined) return undefined;
    throw ConfigError.unreadable(name, error);
  }
}
