import { expect, test } from 'vitest';
import { isGranted, permissionFor } from './permission.ts';

function permissionsOf(states: Record<string, PermissionState>): Pick<Permissions, 'query'> {
  return {
    query: async ({ name }) => {
      const state = states[name];
      if (state === undefined) throw new TypeError(`unknown permission ${name}`);
      return { state } as PermissionStatus;
    },
  };
}

test('only both together start without a question', async () => {
  expect(await isGranted(permissionsOf({ camera: 'granted', microphone: 'granted' }))).toBe(true);
  expect(await isGranted(permissionsOf({ camera: 'granted', microphone: 'prompt' }))).toBe(false);
});

test('a browser that does not tell is not taken for a yes', async () => {
  expect(await permissionFor(permissionsOf({}), 'camera')).toBe('unknown');
  expect(await isGranted(undefined)).toBe(false);
});
