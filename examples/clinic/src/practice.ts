/** The clinic, as its documents name it. */
export const PRACTICE = {
  name: 'Optik am Lindenplatz GmbH',
  address: ['Lindenplatz 4', '10115 Berlin'],
  taxId: 'DE000000000',
  email: 'rechnung@optik.example',
  phone: '+49 30 23125 000',
};

/** Where the clinic and its patients are: an e-invoice says so. */
export const COUNTRY = 'DE';

/** Where invoices are paid to: the account that the registry of IBANs gives as Germany's example. */
export const ACCOUNT = { iban: 'DE89 3704 0044 0532 0130 00', holder: 'Optik am Lindenplatz GmbH' };

/** Who makes the lenses. */
export const LABORATORY = { name: 'Linsenwerk Jena', address: ['Carl-Zeiss-Promenade 10', '07745 Jena'] };
