import { readFile } from 'node:fs/promises';

/**
 * Names the platform that a worker is good for, such as `linux-x64-debian12`.
 *
 * The distribution belongs to it, because a worker built here is linked with the distribution's
 * own libraries and does not survive its upgrade.
 *
 * @param osRelease the text of os-release(5), empty where there is none
 */
export function platformName(platform: string, arch: string, osRelease: string): string {
  const field = (key: string): string =>
    (new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1] ?? '').toLowerCase();
  const distribution = `${field('ID')}${field('VERSION_ID')}`.replace(/[^a-z0-9.]/g, '');
  return [platform, arch, distribution].filter((part) => part !== '').join('-');
}

/** The name of the platform that this process runs on. */
export async function thisPlatform(): Promise<string> {
  const osRelease =
    process.platform === 'linux' ? await readFile('/etc/os-release', 'utf8').catch(() => '') : '';
  return platformName(process.platform, process.arch, osRelease);
}
