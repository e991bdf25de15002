import type { Vault } from 'clinicore/crypto';
import { addDays, openDays } from '../calendar.js';
import type { patients, prescriptions, visits } from '../database/schema.js';
import { sealIdentifier } from '../patients/identifiers.js';
import { Random } from './random.js';
import { FIRST_DAY, LAST_DAY } from './sales.js';

const PATIENTS = 200;

const GIVEN =
  'Anna Björn Carla Čeněk Dóra Elif Frida Giorgos Hana Ivo Jürgen Karel Łucja Márta Nils Ólafur Petra Renée Søren Uma Věra Wanda Σοφία Zoë Ольга'.split(
    ' ',
  );
const FAMILY =
  "Andersson Bauer Černá Dvořák Ekström Fischer García Horváth Işık Jansen Kovács Lindqvist Müller Nováková O'Neill Popescu Quist Ruiz Šimek Þórsson Ünal Wójcik".split(
    ' ',
  );
const STREETS = 'Bahnhofstraße Lindenweg Gartenallee Mühlgasse Seeufer Kirchplatz'.split(' ');
const CITIES = ['10115 Berlin', '20095 Hamburg', '50667 Köln', '80331 München', '04109 Leipzig'];
const REASONS = ['Annual eye test', 'New spectacles', 'Contact lens fitting', 'Contact lens check', 'Headaches'];

/** Two hundred people who do not exist, with what tells them apart sealed. */
export async function seedPatients(
  random: Random,
  vault: Vault,
): Promise<(typeof patients.$inferInsert & { id: number })[]> {
  const numbers = new Random(20_240_102);
  const people = Array.from({ length: PATIENTS }, (_, i) => ({
    id: i + 1,
    recordNumber: `P-${String(i + 1).padStart(5, '0')}`,
    name: `${random.pick(GIVEN)} ${random.pick(FAMILY)}`,
    birthDate: addDays('1938-01-01', random.integer(0, 80 * 365)),
    street: `${random.pick(STREETS)} ${random.integer(1, 120)}`,
    city: random.pick(CITIES),
    // The numbers Germany's regulator keeps free for use in fiction.
    phone: `+49 30 23125 ${random.integer(0, 999).toString().padStart(3, '0')}`,
    // No insurance begins its numbers so.
    insuranceNumber: `EX${numbers.integer(10_000_000, 99_999_999)}`,
  }));
  const phones = await sealIdentifier(
    vault,
    'phone',
    people.map(({ id, phone }) => ({ id, text: phone })),
  );
  const insuranceNumbers = await sealIdentifier(
    vault,
    'insuranceNumber',
    people.map(({ id, insuranceNumber }) => ({ id, text: insuranceNumber })),
  );
  return people.map((person, i) => ({
    ...person,
    phone: phones[i]?.sealed,
    phoneIndex: phones[i]?.index,
    insuranceNumber: insuranceNumbers[i]?.sealed,
    insuranceNumberIndex: insuranceNumbers[i]?.index,
  }));
}

/** One to four visits a patient, each with the prescription it ended in. */
export function seedVisits(random: Random, optometristId: number) {
  const days = openDays(FIRST_DAY, LAST_DAY);
  const visitRows: (typeof visits.$inferInsert)[] = [];
  const prescriptionRows: (typeof prescriptions.$inferInsert)[] = [];
  for (let patientId = 1; patientId <= PATIENTS; patientId++) {
    const eye = { right: refraction(random), left: refraction(random) };
    const addition = random.chance(0.4) ? random.integer(3, 12) / 4 : null;
    for (let count = random.integer(1, 4); count > 0; count--) {
      const id = visitRows.length + 1;
      visitRows.push({ id, patientId, optometristId, visitedOn: random.pick(days), reason: random.pick(REASONS) });
      prescriptionRows.push({
        id,
        visitId: id,
        rightSphere: eye.right.sphere,
        rightCylinder: eye.right.cylinder,
        rightAxis: eye.right.axis,
        leftSphere: eye.left.sphere,
        leftCylinder: eye.left.cylinder,
        leftAxis: eye.left.axis,
        addition,
        pupillaryDistanceMm: random.integer(108, 144) / 2,
      });
    }
  }
  return { visitRows, prescriptionRows };
}

function refraction(random: Random) {
  const cylinder = random.chance(0.5) ? -random.integer(1, 12) / 4 : 0;
  return { sphere: random.integer(-32, 20) / 4, cylinder, axis: cylinder === 0 ? 0 : random.integer(1, 180) };
}
