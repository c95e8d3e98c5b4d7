using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Runs the cursors of a set on worker threads and merges them in order; splits one cursor into several.
internal static class ParallelCursors
{
    public const int BatchSize = 64;

    /// One cursor over the set of the view; false when one thread has to do.
    public static bool TryConsolidate(IHost host, IDataView view, bool[] active, Random rand, out DataViewRowCursor cursor)
    {
        cursor = null;
        return false;
    }

    public static DataViewRowCursor[] Split(IHost host, DataViewRowCursor input, int n) => [input];
}
