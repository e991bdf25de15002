/** A patient, with what the role of whoever asks needs. */
export interface PatientAnswer {
  id: number;
  recordNumber: string;
  name: string;
  birthDate?: string;
  street?: string;
  city?: string;
  phone?: string | null;
  insuranceNumber?: string | null;
}
