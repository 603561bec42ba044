const connecting = `  --token KEY           bearer token; default: $TALLYLIGHT_TOKEN
  --duration SECONDS    stop after this long; default: until interrupted
  --timeout SECONDS     for a first answer, tries included; default 10
  --vanish-after SECONDS  close without DELETE after this long, like a crash
  --json                print the result as one line of JSON
  -h, --help            this text`;

/** What `--help` prints, by command. */
export const helpTexts = {
  all: `Publishers and viewers without a browser, for trying out and measuring a server.

  tallylight-synthetic publish URL   send a test picture and sound to a WHIP endpoint
  tallylight-synthetic watch URL     watch a WHEP endpoint and measure what comes
  tallylight-synthetic clip          make the clip that publish sends

"tallylight-synthetic COMMAND --help" tells more.
`,
  publish: `tallylight-synthetic publish URL [options]

Sends a test picture with a time code, and sound, to the WHIP endpoint URL.

  --layers 1|2|3        simulcast layers: 1 sends 640x360, 2 adds 320x180, 3 adds 1280x720
  --audio-only, --video-only
  --codec h264|vp8      default h264
  --key-frame-interval SECONDS  in steps of 0.1; default 1
  --clip FOLDER         a clip's folder; default: the cached one, made if it is missing

To see what becomes of a stream that isn't as it should be:

  --b-frames            H.264 with B-frames, which viewers see jump back and forth
  --profile ID          H.264 profile in the offer, whatever is sent: 42e01f, 42001f, 4d001f or
                        64001f; default: that of the clip
  --bitrate KBITS       fill each layer up to so many kbit/s with bytes that decoders throw away
  --ignore-key-frame-requests

${connecting}
`,
  watch: `tallylight-synthetic watch URL [options]

Watches the WHEP endpoint URL and measures what comes. Exits with 1 if no viewer saw anything.

  -n, --viewers COUNT   viewers; default 1
  --stagger MS          pause between their joins; default 0
  --codec h264|vp8      the one they offer; default h264
${connecting}
`,
  clip: `tallylight-synthetic clip [options]

Makes the clip that publish sends, with FFmpeg, unless it is there, and prints its folder.

  --folder FOLDER       where clips are kept; default: $XDG_CACHE_HOME/tallylight/clips or
                        ~/.cache/tallylight/clips
  --codec, --b-frames, --key-frame-interval  as for publish
  -h, --help            this text
`,
} as const;
