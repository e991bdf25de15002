import type { products } from '../database/schema.js';

/** A product and how it sells. */
export interface SeedProduct extends Omit<typeof products.$inferInsert, 'id'> {
  sku: string;
  /** Sold on an average open day at the start. */
  dailyMean: number;
  /** Growth of that mean over a year: 0.2 is 20 % more. */
  growth: number;
  /** First day on sale, where that is later than the first day of the history. */
  listedOn?: string;
}

type Row = [sku: string, name: string, unitPrice: number, dailyMean: number, growth: number, listedOn?: string];

/** Corrective lenses carry the reduced rate. */
const RATES = { frame: 1900, lens: 700, contact_lens: 700, care: 1900 } as const;

const CATALOGUE: Record<keyof typeof RATES, Row[]> = {
  frame: [
    ['FR-ALBA-01', 'Frame Alba, acetate, tortoise', 12_900, 2.4, 0.15],
    ['FR-ALBA-02', 'Frame Alba, acetate, black', 12_900, 3.1, 0.1],
    ['FR-BRNO-01', 'Frame Brno, titanium, matt grey', 21_900, 1.6, 0.25],
    ['FR-BRNO-02', 'Frame Brno, titanium, rosé', 21_900, 1.2, 0.2],
    ['FR-CITY-01', 'Frame City, steel, round', 9_900, 2.9, -0.1],
    ['FR-CITY-02', 'Frame City, steel, square', 9_900, 2.2, -0.15],
    ['FR-KIDS-01', 'Frame Junior, flexible, blue', 6_900, 1.8, 0.05],
    ['FR-KIDS-02', 'Frame Junior, flexible, green', 6_900, 1.5, 0.05],
    ['FR-SPRT-01', 'Frame Sport, wrapped, with strap', 15_900, 0.8, 0.3],
    ['FR-RETR-01', 'Frame Retro, horn', 49_900, 0.05, 0],
    ['FR-RETR-02', 'Frame Retro, gold-plated', 64_900, 0.03, 0],
    ['FR-NOVA-01', 'Frame Nova, bio-acetate', 17_900, 3, 0, '2025-12-27'],
  ],
  lens: [
    ['LE-SV15-00', 'Single-vision lens 1.5', 3_900, 9.5, 0.02],
    ['LE-SV15-AR', 'Single-vision lens 1.5, anti-reflection', 5_900, 14.2, 0.08],
    ['LE-SV16-AR', 'Single-vision lens 1.6, anti-reflection', 8_900, 7.8, 0.12],
    ['LE-SV17-AR', 'Single-vision lens 1.74, anti-reflection', 16_900, 0.9, 0.05],
    ['LE-PR15-ST', 'Progressive lens 1.5 Standard', 18_900, 4.4, 0.05],
    ['LE-PR16-PR', 'Progressive lens 1.6 Premium', 32_900, 2.7, 0.18],
    ['LE-OFFC-15', 'Office lens 1.5', 14_900, 2.1, 0.22],
    ['LE-SUNP-15', 'Polarised sun lens 1.5', 9_900, 2.6, 0.1],
    ['LE-PHOT-15', 'Photochromic lens 1.5', 12_900, 1.9, 0.06],
    ['LE-PRSM-15', 'Prismatic lens 1.5', 19_900, 0.06, 0],
  ],
  contact_lens: [
    ['CL-DAY1-30', 'Daily lenses, 30 pieces', 2_290, 11.5, 0.2],
    ['CL-DAY1-90', 'Daily lenses, 90 pieces', 5_990, 6.8, 0.25],
    ['CL-DAYT-30', 'Daily toric lenses, 30 pieces', 2_990, 4.1, 0.15],
    ['CL-DAYM-30', 'Daily multifocal lenses, 30 pieces', 3_990, 2.3, 0.3],
    ['CL-MON1-06', 'Monthly lenses, 6 pieces', 3_490, 7.4, -0.12],
    ['CL-MONT-06', 'Monthly toric lenses, 6 pieces', 4_490, 2.8, -0.05],
    ['CL-MONM-06', 'Monthly multifocal lenses, 6 pieces', 5_490, 1.4, 0.02],
    ['CL-RGPS-01', 'Rigid gas-permeable lens', 11_900, 0.2, -0.1],
    ['CL-SCLR-01', 'Scleral lens', 34_900, 0.04, 0],
    ['CL-ORTK-01', 'Orthokeratology lens', 29_900, 0.15, 0.4],
  ],
  care: [
    ['CA-SOLU-36', 'Multi-purpose solution, 360 ml', 1_290, 12.6, 0.03],
    ['CA-SOLU-10', 'Multi-purpose solution, 100 ml', 590, 5.2, 0],
    ['CA-PERX-36', 'Peroxide solution, 360 ml', 1_690, 3.3, 0.07],
    ['CA-DROP-10', 'Lubricating drops, 10 ml', 1_190, 8.7, 0.15],
    ['CA-SPRY-30', 'Lens spray, 30 ml', 490, 6.1, 0.02],
    ['CA-CLTH-01', 'Microfibre cloth', 390, 5.5, 0],
    ['CA-CASE-01', 'Spectacle case, hard', 990, 2.4, 0.02],
    ['CA-LOUP-01', 'Hand magnifier 4×, lit', 3_990, 0.12, 0],
  ],
};

/** Forty products, from daily lenses to frames that sell once a month. */
export const seedProducts: SeedProduct[] = Object.entries(CATALOGUE).flatMap(([name, rows]) => {
  const category = name as keyof typeof RATES;
  return rows.map(([sku, name, unitPrice, dailyMean, growth, listedOn]) => ({
    sku,
    name,
    category,
    unitPrice,
    taxRate: RATES[category],
    dailyMean,
    growth,
    ...(listedOn !== undefined && { listedOn }),
  }));
});
