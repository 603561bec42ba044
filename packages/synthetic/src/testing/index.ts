export { freePort } from './free-port.ts';
export { TestChannel } from './test-channel.ts';
