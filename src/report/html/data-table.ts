import { html, nothing, type Markup, type Part } from './markup.ts';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => Part;
  /** Figures stand under each other by their digits. */
  isFigure?: true;
  /** Said elsewhere too, and left out where there is no room. */
  onlyWhereWide?: true;
}

/** What a table shows; the first column names its row. */
export interface DataTable<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}

/** A table that scrolls sideways where it must, also by keyboard. */
export const dataTable = <Row>({ caption, columns, rows }: DataTable<Row>): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${classOf(column)}>${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column, place) => cellOf(column, row, place))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;

function cellOf<Row>(column: Column<Row>, row: Row, place: number): Markup {
  const content = column.cell(row);
  return place === 0 ? html`<th scope="row">${content}</th>` : html`<td ${classOf(column)}>${content}</td>`;
}

function classOf({ isFigure, onlyWhereWide }: Pick<Column<never>, 'isFigure' | 'onlyWhereWide'>): Markup {
  if (isFigure) return html`class="n"`;
  return onlyWhereWide ? html`class="wide"` : nothing;
}

/** A table behind one line that opens it. */
export const foldedTable = <Row>(table: DataTable<Row>): Markup =>
  html`<details class="data">
    <summary>Figures: ${table.caption}</summary>
    ${dataTable(table)}
  </details>`;
