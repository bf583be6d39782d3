declare module 'seek-bzip' {
  interface Input {
    readByte(): number;
    read(buffer: Buffer, start: number, length: number): number;
    eof(): boolean;
  }
  interface Output {
    writeByte(byte: number): void;
  }
  const Bunzip: { decode(input: Input, output: Output, multistream?: boolean): void };
  export default Bunzip;
}

declare module 'xz-decompress' {
  /** The package is CommonJS, so its exports are one object. */
  const xz: { readonly XzReadableStream: new (compressed: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array> };
  export default xz;
}
