/** Whether there is such a day, as `YYYY-MM-DD`: DA is of the Gregorian calendar (PS3.5 6.2). */
export function isDay(iso: string): boolean {
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === iso;
}
