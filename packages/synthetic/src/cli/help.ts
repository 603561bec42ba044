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
  --profile ID          H.264 profile in the offer: 42e01f (default), 42001f, 4d001f, 64001f
  --clip FOLDER         a clip's folder; default: the cached one, made if it is missing
${connecting}
`,
  watch: `tallylight-synthetic watch URL [options]

Watches the WHEP endpoint URL and measures what comes. Exits with 1 if no viewer saw anything.

  -n, --viewers COUNT   viewers; default 1
  --stagger MS          pause between their joins; default 0
${connecting}
`,
  clip: `tallylight-synthetic clip [options]

Makes the clip that publish sends, with FFmpeg, unless it is there, and prints its folder.

  --folder FOLDER       where clips are kept; default: $XDG_CACHE_HOME/tallylight/clips or
                        ~/.cache/tallylight/clips
  -h, --help            this text
`,
} as const;
