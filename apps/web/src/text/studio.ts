import { limits } from '@tallylight/contract';

/** Words of the studio. */
export const studioText = {
  title: (channel: string): string => `Studio: ${channel}`,
  heading: (channel: string): string => `Studio of ${channel}`,
  channel: 'Channel',
  opening: 'Opening the studio…',
  start: {
    title: 'Ready when you are',
    body: 'Nobody sees or hears you until you go live.',
    action: 'Use camera and microphone',
    asking: 'Waiting for your permission…',
    askingHint:
      'The browser asks whether this page may use your camera and microphone. Choose “Allow”.',
  },
  preview: {
    label: 'Preview of your camera, mirrored',
    soundOnly: 'Sound only',
    soundOnlyHint: 'No camera is in use. Viewers hear you and see no picture.',
    cameraOff: 'Camera is off',
    cameraOffHint: 'Viewers see a black picture.',
  },
  details: {
    panel: 'About the broadcast',
    title: 'Title',
    start: 'Start (optional)',
    startHint: (zone: string): string =>
      `In your time zone, ${zone}. Viewers read it in theirs until you are on air.`,
    problems: {
      'title-characters':
        'Not saved: the title has invisible characters that can’t be in one line. Type it anew instead of pasting it.',
      'title-long': `Not saved: a title has ${limits.titleCharacters} characters at most.`,
      'start-incomplete': 'Not saved: give both a day and a time, or clear the field.',
      'start-passed': 'Not saved: that time has passed. Choose a later one, or clear the field.',
    },
    saving: {
      waiting: 'Saved when you pause.',
      saving: 'Saving…',
      saved: 'Saved.',
      failed: 'Not saved: the server did not take it.',
    },
  },
  devices: {
    title: 'Devices',
    camera: 'Camera',
    microphone: 'Microphone',
    none: 'Not in use',
    unnamed: (kind: string, number: number): string => `${kind} ${number}`,
    level: 'Microphone level',
    levelText: (levelDb: number): string => `${Math.round(levelDb)} dB`,
    muted: 'Muted. Viewers hear nothing.',
    silent: 'No sound from this microphone. Is it muted on the device, or is it the wrong one?',
    held: 'The browser holds the meter until you click somewhere on the page.',
  },
  notes: {
    vanished: (device: string): string =>
      `The ${device} you used last is gone. Another one took its place.`,
    unplugged: (device: string): string =>
      `The ${device} was unplugged. Another one took its place.`,
    lost: (device: string): string =>
      `The ${device} was unplugged and there is no other. Plug it in, then choose it here.`,
    refused: (device: string): string =>
      `That ${device} could not be opened. The one before goes on.`,
  },
  toggles: {
    microphone: 'Mute microphone',
    camera: 'Turn camera off',
  },
  goLive: {
    action: 'Go live',
    cancel: 'Cancel',
    again: 'Go live again',
    end: 'End broadcast',
    needDevices: 'Choose your camera and microphone first.',
    asking: 'Answer the browser’s question first.',
    needFix: 'Solve the problem shown above first.',
    noWebRtc: 'This browser can’t send live video. Use a current Chrome, Edge, Firefox or Safari.',
    onlyYou: 'Nobody sees you yet.',
    confirming: 'Connecting. You are on air when the red light is on.',
    everybody: 'Everybody with the link sees you.',
    returning: 'Viewers keep your last picture while the connection comes back.',
  },
  state: {
    offAir: 'Off air',
    starting: 'Going live',
    onAir: 'On air',
    reconnecting: (attempt: number): string => `Reconnecting (${attempt})`,
    ended: 'Ended',
  },
  elapsed: 'Time on air',
  announce: {
    starting: 'Going live.',
    onAir: 'You are on air.',
    reconnecting: 'The connection was lost. Reconnecting.',
    ended: 'The broadcast has ended.',
    failed: (title: string): string => `Not on air. ${title}`,
  },
  share: {
    title: 'Share',
    label: 'Link for viewers',
    copy: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'The browser did not allow copying. The link is selected: copy it by hand.',
    open: 'Open the watch page in a new tab',
  },
  health: {
    title: 'Health',
    offAir: 'Measured while you are on air.',
    stale: 'Last values before the connection was lost.',
    bitrate: 'Sending',
    frameRate: 'Frame rate',
    layers: 'Layers',
    picture: 'Picture',
    megabits: (megabits: string): string => `${megabits} Mbit/s`,
    frames: (frames: number): string => `${frames} fps`,
    layersOf: (sent: number, count: number): string => `${sent} of ${count}`,
    resting:
      'Nobody takes the larger sizes now, so they rest and save your upload. They are back within a second.',
    lines: (lines: number): string => `${lines}p`,
    unknown: '–',
    limited: {
      cpu: 'This computer is at its limit, so the picture is reduced. Close other programs or tabs.',
      bandwidth:
        'Your upload is at its limit, so the picture is reduced. A cable or less traffic helps.',
      other: 'The browser reduces the picture.',
      'no-picture':
        'No picture goes out. Choose another camera, or unplug it and plug it in again.',
    },
  },
  takeOver: {
    title: 'Take over from the other one?',
    body: 'Somebody with your stream key is live on this channel: another tab, another device, or an encoder. It ends there, you go live here, and viewers stay without a reload.',
    confirm: 'Take over',
    open: 'Take over…',
  },
  resume: {
    title: 'You were on air a moment ago',
    body: 'The server keeps your viewers for a while. Go back on air with the same devices.',
    action: 'Go back on air',
  },
  warnings: 'What to change in the stream',
  packaging: {
    title: 'Viewers over HLS, and the recording',
    down: {
      title: 'Viewers over HLS have to wait',
      body: 'FFmpeg, which prepares the broadcast for them, is not running. It is started again and again. Those who watch in real time see you as before.',
      steps: [
        'There is nothing to do if this passes within a minute.',
        'If it stays, check that FFmpeg is installed where Tallylight runs, and read the server’s log.',
      ],
    },
    recordingStopped: {
      disk_full: {
        title: 'The recording has stopped: the disk is full',
        body: 'You are on air as before; what is missed now will be missing in the recording.',
        steps: [
          'Make room on the disk where Tallylight keeps its data. The recording goes on by itself then.',
        ],
      },
      disk_failed: {
        title: 'The recording has stopped: the disk can’t be written to',
        body: 'You are on air as before; what is missed now will be missing in the recording.',
        steps: [
          'The server’s log names the file and the error. The recording goes on by itself when the disk can be written to.',
        ],
      },
    },
    shed: (sizes: readonly string[]): string =>
      `The server is busy, so it makes no ${sizes.join(', ')} for HLS just now. It comes back when there is room; other sizes go on.`,
  },
  end: {
    title: 'End the broadcast?',
    body: (viewers: number): string =>
      viewers === 0
        ? 'Nobody is watching now. The broadcast ends for everybody.'
        : `${viewers === 1 ? '1 person is' : `${viewers} people are`} watching. The broadcast ends for everybody.`,
    confirm: 'End broadcast',
  },
  summary: {
    title: 'Broadcast ended',
    length: 'Length',
    peakViewers: 'Most viewers at once',
    meanBitrate: 'Mean bitrate',
    cameraOff: 'Camera and microphone are off.',
    preview: 'Back to the preview',
  },
} as const;
