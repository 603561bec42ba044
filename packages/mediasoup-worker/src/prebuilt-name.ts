/** What upstream's release names depend on. */
export type PrebuiltFor = {
  readonly version: string;
  /** As `process.platform`. */
  readonly platform: string;
  /** As `process.arch`. */
  readonly arch: string;
  /** As `os.release()`. */
  readonly kernel: string;
};

/** The file name of upstream's binary, as mediasoup's own npm-scripts.mjs makes it. */
export function prebuiltName({ version, platform, arch, kernel }: PrebuiltFor): string {
  const major = platform === 'linux' ? `-kernel${Number(kernel.split('.')[0])}` : '';
  return `mediasoup-worker-${version}-${platform}-${arch}${major}.tgz`;
}
