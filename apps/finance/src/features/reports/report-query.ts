/** What the address of a report may ask for. */
export type ReportQuery = Readonly<Partial<Record<'from' | 'to' | 'offer' | 'weeks', string>>>;
export type ReportErrors = Readonly<Partial<Record<keyof ReportQuery, string>>>;

export type ReportInput =
  | { readonly complete: true; readonly query: ReportQuery; readonly typed: ReportQuery }
  | { readonly complete: false; readonly errors: ReportErrors; readonly typed: ReportQuery };

const LONGEST = 60;

const notAMonth = 'Please give a month, such as 2026-11.';
const isMonth = (text: string): boolean => /^2\d{3}-(0[1-9]|1[0-2])$/.test(text);

const checks: Readonly<Record<keyof ReportQuery, { isGood(text: string): boolean; says: string }>> = {
  from: { isGood: isMonth, says: notAMonth },
  to: { isGood: isMonth, says: notAMonth },
  offer: { isGood: (text) => /^[\w-]+$/.test(text), says: 'Please give the key of a plan, such as digital.' },
  weeks: {
    isGood: (text) => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 60,
    says: 'Please give a number of weeks from 1 to 60.',
  },
};

/** Only the fields that this report takes. Each mistake is named beside its field, and what was typed is kept. */
export function readReportQuery(
  search: URLSearchParams,
  fields: readonly (keyof ReportQuery)[],
): ReportInput {
  const typed: ReportQuery = Object.fromEntries(
    fields
      .map((name) => [name, (search.get(name) ?? '').trim().slice(0, LONGEST)])
      .filter(([, value]) => value !== ''),
  );
  const wrong = fields.filter((name) => typed[name] !== undefined && !checks[name].isGood(typed[name]));
  const isTurned = typed.from !== undefined && typed.to !== undefined && typed.to < typed.from;
  const errors: ReportErrors = {
    ...(isTurned ? { to: 'The last month is before the first. Please turn them round.' } : {}),
    ...Object.fromEntries(wrong.map((name) => [name, checks[name].says])),
  };
  if (Object.keys(errors).length > 0) return { complete: false, errors, typed };
  return { complete: true, query: typed, typed };
}
