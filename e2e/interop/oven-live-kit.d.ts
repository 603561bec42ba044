/** The package has no types: these are of what we use. */
declare module 'ovenlivekit' {
  type Layer = { readonly scaleResolutionDownBy: number };

  type Streaming = {
    readonly httpHeaders: Readonly<Record<string, string>>;
    /** Highest first, named 0, 1, …. */
    readonly simulcast: readonly Layer[];
  };

  type Client = {
    setMediaStream(stream: MediaStream): Promise<MediaStream>;
    startStreaming(url: string, options: Streaming): void;
    stopStreaming(): Promise<void>;
  };

  const OvenLiveKit: { create(): Client };
  export default OvenLiveKit;
}
