import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import { csvLine, decimalOf } from '../domain/csv.ts';
import { definitions } from '../domain/month-report.ts';
import type { MonthQuery, ReadReports } from '../usecases/read-reports.ts';
import { requireFinance } from './asker.ts';

type Row = { readonly currency: string } & Readonly<Record<string, string | number | bigint>>;

/** What the months came to. The same rows as JSON and, at `….csv`, as a spreadsheet reads them. */
export function reportRoutes({ readReports }: { readReports: ReadReports }): Router {
  const router = Router();
  const both = (path: string, read: (req: Request) => Promise<readonly Row[]>): void => {
    router.get(path, async (req, res) => {
      requireFinance(res);
      const rows = await read(req);
      res.set('cache-control', 'no-store').json({ definitions, data: rows.map(jsonOf) });
    });
    router.get(`${path}.csv`, async (req, res) => {
      requireFinance(res);
      sendCsv(res, await read(req));
    });
  };
  both(expressPath(billing.revenueReport), (req) => readReports.revenue(monthsOf(req)));
  both(expressPath(billing.mrrReport), (req) => readReports.mrr(monthsOf(req)));
  both(expressPath(billing.leavingReport), (req) => readReports.leaving(monthsOf(req)));
  both(expressPath(billing.cohortReport), (req) => readReports.cohorts(weeksOf(req, billing.cohortReport)));
  both(expressPath(billing.forecastReport), (req) =>
    readReports.forecast(weeksOf(req, billing.forecastReport)),
  );
  return router;
}

function monthsOf(req: Request): MonthQuery {
  const { from, to, offer } = parse(billing.revenueReport.query, req.query);
  const first = (month: string | undefined): string | null => (month === undefined ? null : `${month}-01`);
  return { from: first(from), to: first(to), offer: offer ?? null };
}

const weeksOf = (req: Request, { query }: Pick<typeof billing.cohortReport, 'query'>): number =>
  parse(query, req.query).weeks;

/** Whatever is counted in minor units is money of the row's currency. */
const jsonOf = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? toMoneyJson({ amount: value, currency: row.currency }) : value,
    ]),
  );

function sendCsv(res: Response, rows: readonly Row[]): void {
  const [first] = rows;
  const lines = rows.map((row) =>
    csvLine(
      Object.values(row).map((value) =>
        typeof value === 'bigint' ? decimalOf({ amount: value, currency: row.currency }) : String(value),
      ),
    ),
  );
  res
    .set('content-type', 'text/csv; charset=utf-8')
    .set('content-disposition', 'attachment; filename="report.csv"')
    .set('cache-control', 'no-store')
    .send(first === undefined ? '' : [csvLine(Object.keys(first)), ...lines].join(''));
}
