/** What every record says of the instrument and the time. */
import { isDay } from '../day';
import type { Source } from './findings';
import { type EyeDevice, given } from './record';

/** The instrument (PS3.3 C.7.5.1). */
export function deviceOf(file: Source): EyeDevice {
  const device = file.for('device.');
  return (
    given({
      manufacturer: device.text('Manufacturer', 'manufacturer'),
      model: device.text('ManufacturerModelName', 'model'),
      serialNumber: device.text('DeviceSerialNumber', 'serialNumber'),
      softwareVersions: device.texts('SoftwareVersions', 'softwareVersions'),
      stationName: device.text('StationName', 'stationName'),
    }) ?? {}
  );
}

const DATE_TIMES = ['AcquisitionDateTime'] as const;
/** Content Date is when the measuring started (PS3.3 C.8.25.7). The dates of study and series are not when it was measured. */
const DATES = [
  ['AcquisitionDate', 'AcquisitionTime'],
  ['ContentDate', 'ContentTime'],
] as const;

/** When it was measured; see `EyeRecord.measuredAt`. */
export function momentOf(file: Source): string | undefined {
  const zone = zoneOf(file);
  for (const keyword of DATE_TIMES) {
    const value = file.text(keyword, 'measuredAt');
    if (value === undefined) continue;
    const moment = dateTime(value, zone);
    if (moment !== undefined) return moment;
    refuse(file, keyword, value);
  }
  for (const [dateKeyword, timeKeyword] of DATES) {
    const value = file.text(dateKeyword, 'measuredAt');
    if (value === undefined) continue;
    const date = dateIn(value.replaceAll('.', ''));
    if (date === undefined) {
      refuse(file, dateKeyword, value);
      continue;
    }
    const said = file.item.get(timeKeyword);
    const time = typeof said === 'string' ? timeIn(said.replaceAll(':', '')) : undefined;
    if (time === undefined && file.has(timeKeyword))
      file.report('invalid', timeKeyword, `${timeKeyword} is no time`, said);
    return time === undefined ? date : `${date}T${time}${zone}`;
  }
  return undefined;
}

function refuse(file: Source, keyword: string, value: string): void {
  delete file.findings.provenance.measuredAt;
  file.report('invalid', keyword, `${keyword} is no date of the calendar`, value);
}

/** `+01:00`, or nothing (PS3.3 C.12.1.1.8). */
function zoneOf(file: Source): string {
  const said = file.item.get('TimezoneOffsetFromUTC');
  const zone = typeof said === 'string' ? zoneIn(said) : undefined;
  if (zone === undefined && file.has('TimezoneOffsetFromUTC')) {
    file.report('invalid', 'TimezoneOffsetFromUTC', 'TimezoneOffsetFromUTC is no offset', said);
  }
  return zone ?? '';
}

function zoneIn(text: string): string | undefined {
  const [match, hours, minutes] = /^([+-](?:0\d|1[0-4]))([0-5]\d)$/.exec(text) ?? [];
  return match && `${hours}:${minutes}`;
}

/** A DT value (PS3.5 6.2), from the year alone to fractions of a second. */
function dateTime(text: string, zone: string): string | undefined {
  const [match, digits = '', rest = '', offset = ''] =
    /^(\d{4,8})(\d{0,6}(?:\.\d{1,6})?)([+-]\d{4})?$/.exec(text) ?? [];
  if (match === undefined) return undefined;
  if (digits.length < 8) return rest === '' && digits.length % 2 === 0 ? dateIn(digits) : undefined;
  const date = dateIn(digits);
  if (date === undefined || rest === '') return date;
  const time = timeIn(rest);
  const own = offset === '' ? zone : zoneIn(offset);
  return time === undefined || own === undefined ? undefined : `${date}T${time}${own}`;
}

/** A day that there is, or a year, or a year and a month. */
function dateIn(digits: string): string | undefined {
  const [match, year, month, day] = /^(\d{4})(\d\d)?(\d\d)?$/.exec(digits) ?? [];
  if (match === undefined) return undefined;
  if (!isDay([year, month ?? '01', day ?? '01'].join('-'))) return undefined;
  return [year, month, day].filter((part) => part !== undefined).join('-');
}

/** A TM value (PS3.5 6.2), from the hour alone to fractions of a second. */
function timeIn(text: string): string | undefined {
  const [match, hour, minute, second, fraction = ''] =
    /^([01]\d|2[0-3])(?:([0-5]\d)(?:([0-5]\d|60)(\.\d{1,6})?)?)?$/.exec(text) ?? [];
  return match && [hour, minute, second && second + fraction].filter((part) => part !== undefined).join(':');
}
