using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A text loader bound to the files that it reads anew for each cursor.</summary>
internal sealed class TextLoaderView(TextLoader loader, IMultiStreamSource source) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => loader.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        Contracts.CheckValue(loader.Host, columnsNeeded, nameof(columnsNeeded));
        return new TextLoaderCursor(loader, source, Schema.ActiveColumns(columnsNeeded));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
