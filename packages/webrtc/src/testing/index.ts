export { FakeBrowser, type FakeRequest, granted, refused } from './fake-browser.ts';
export {
  answerThatSends,
  FakeMediaStream,
  FakePeerConnection,
  type FakeTransceiver,
  fakeTrack,
} from './fake-peer-connection.ts';
export { ManualTime, settle } from './manual-time.ts';
