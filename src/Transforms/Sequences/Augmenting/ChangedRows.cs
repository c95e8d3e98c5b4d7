using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Changes the value of one cell.</summary>
/// <param name="value">The value, replaced by another; what it refers to must stay as it is.</param>
/// <param name="random">Chance of this row.</param>
/// <param name="row">Place of the row, from 0, for errors.</param>
internal delegate void CellChange<T>(ref T value, Random random, long row);

/// <summary>
/// The rows of a view with one column changed by chance. Each row is changed by itself, so that every pass meets the same, however often
/// and in which order values are asked for.
/// </summary>
/// <typeparam name="T">Type of the column's values.</typeparam>
/// <param name="source">The data.</param>
/// <param name="column">Name of the column.</param>
/// <param name="change">What is done to its values.</param>
/// <param name="seed">Fixes chance.</param>
internal class ChangedRows<T>(IDataView source, string column, CellChange<T> change, int seed) : SingleCursorView(source.Schema)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), Schema[column].Index, change, seed);

    private sealed class Cursor(DataViewRowCursor source, int changed, CellChange<T> change, int seed) : PassThroughCursor(source)
    {
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = base.GetGetter<TValue>(column);
            if (column.Index != changed || getter is not ValueGetter<T> real)
                return getter;
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<T>)((ref T value) =>
            {
                real(ref value);
                change(ref value, new Random(Mixing.Seed(seed, (int)Position, (int)(Position >> 32))), Position);
            });
        }
    }
}
