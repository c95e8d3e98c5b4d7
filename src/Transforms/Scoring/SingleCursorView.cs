using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>
/// A view whose rows come through one cursor: torch already uses every core within a block, or the order of the rows matters.
/// </summary>
/// <param name="schema">The columns.</param>
internal abstract class SingleCursorView(DataViewSchema schema) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => schema;

    /// <summary>Whether another order of the rows can be asked for: not unless a view says so.</summary>
    public virtual bool CanShuffle => false;

    /// <inheritdoc/>
    public abstract long? GetRowCount();

    /// <inheritdoc/>
    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
