import type { CaptureSource } from './capture-error.ts';

type Permissions = Pick<globalThis.Permissions, 'query'>;

/** What the site may do with a device; `unknown` where the browser does not tell. */
export async function permissionFor(
  permissions: Permissions | undefined,
  source: CaptureSource,
): Promise<PermissionState | 'unknown'> {
  try {
    const status = await permissions?.query({ name: source as PermissionName });
    return status?.state ?? 'unknown';
  } catch {
    // A browser without this permission's name rejects with a TypeError.
    return 'unknown';
  }
}

/** True when both devices open without a question: then a visit may start with the preview. */
export async function isGranted(permissions: Permissions | undefined): Promise<boolean> {
  const [camera, microphone] = await Promise.all([
    permissionFor(permissions, 'camera'),
    permissionFor(permissions, 'microphone'),
  ]);
  return camera === 'granted' && microphone === 'granted';
}
