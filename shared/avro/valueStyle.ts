/** How values are written as JSON where there is a choice. All of it is read back to the identical value. */
export interface ValueStyle {
  /** `tagged` writes a union's value as `{"long": 5}`, as Avro's JSON encoding does; a null stays null there, too. */
  readonly unions: 'plain' | 'tagged';
  /** As `hex:00ff` or `base64:AP8=`. */
  readonly bytes: 'hex' | 'base64';
  /** Of timestamps: `local` has the offset of this machine's time zone. */
  readonly timeZone: 'local' | 'UTC';
}

/** What is the same on every machine. */
export const plainStyle: ValueStyle = { unions: 'plain', bytes: 'hex', timeZone: 'UTC' };
