import type { ReactNode } from 'react';

export type Column<Row> = {
  readonly key: string;
  /** Said again beside each value where a narrow screen makes cards of the rows. */
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand to the right, one under the other. */
  readonly figures?: boolean;
};

type Props<Row> = {
  /** Says what the table holds; read out before it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly foot?: ReactNode;
};

/**
 * Many rows of one line under a head that stays in sight. On a narrow screen each row is a card.
 *
 * The roles are written out because a table that is laid out as cards loses them in browsers.
 */
export function DenseTable<Row>({ caption, columns, rows, keyOf, foot }: Props<Row>) {
  return (
    <table className="dense num" role="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ key, head, figures }) => (
            <th key={key} role="columnheader" scope="col" className={figures === true ? 'right' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map(({ key, head, cell, figures }) => (
              <td key={key} role="cell" data-head={head} className={figures === true ? 'right' : undefined}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot !== undefined && <tfoot role="rowgroup">{foot}</tfoot>}
    </table>
  );
}
