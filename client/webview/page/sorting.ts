import { firstView, type ColumnId, type RecordsView } from '../../records/recordsView.ts';

type Sort = RecordsView['sort'];

/** The order after a click on a column's head: descending, ascending, and then the first order again. */
export function nextSort(sort: Sort, column: ColumnId): Sort {
  if (sort.column !== column) return { column, descending: true };
  return sort.descending ? { column, descending: false } : firstView.sort;
}
