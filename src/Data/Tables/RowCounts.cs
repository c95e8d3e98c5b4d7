using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Counts the rows of views that do not know it themselves.</summary>
internal static class RowCounts
{
    /// <summary>The number of rows: what the view says, else what a pass over it finds.</summary>
    public static long Of(IDataView data)
    {
        if (data.GetRowCount() is { } known)
            return known;
        using var cursor = data.GetRowCursor([]);
        var rows = 0L;
        while (cursor.MoveNext())
            rows++;
        return rows;
    }
}
