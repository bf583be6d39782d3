/**
 * A time of day for people, such as `10:12`; of another day with its date, `2026-11-29 10:12`. In the zone of this machine.
 *
 * @param ms milliseconds since 1970
 * @param nowMs the same
 */
export function timeText(ms: number, nowMs: number): string {
  const [date, clock] = partsOf(ms);
  return date === partsOf(nowMs)[0] ? clock : `${date} ${clock}`;
}

function partsOf(ms: number): [date: string, clock: string] {
  const time = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return [date, `${two(time.getHours())}:${two(time.getMinutes())}`];
}
