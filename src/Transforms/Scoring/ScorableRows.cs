using DeepML.Data;
using TorchSharp;

namespace DeepML.Transforms;

/// <summary>
/// Which rows a network scores: those whose numbers are finite. Of any other row nothing is answered, in no column, or it is an error.
/// </summary>
/// <param name="TakesHoles">Whether NaN is a hole that the network has learned to fill, and no fault.</param>
/// <param name="NeedsValue">Whether a row must hold something beside its holes.</param>
/// <param name="Refuses">Whether a row that cannot be scored is an error.</param>
/// <remarks>
/// The network is not asked, because what it makes of NaN is chance: a ReLU keeps it, a step function makes it 0, the largest of some
/// numbers may or may not be it. Keys have no such values: a missing key is one that networks of sequences have learned.
/// </remarks>
internal sealed record ScorableRows(bool TakesHoles = false, bool NeedsValue = false, bool Refuses = false)
{
    /// <summary>The rule of all networks that know no holes.</summary>
    public static ScorableRows WhereFinite { get; } = new();

    /// <summary>Whether a row of a block can be scored, as far as this column says.</summary>
    /// <param name="column">The column.</param>
    /// <param name="block">A block of it.</param>
    /// <param name="at">The row in it.</param>
    /// <param name="row">Number of the row in the data, for errors.</param>
    /// <exception cref="InvalidOperationException">It cannot, and that is to be an error: column, row and slot are named.</exception>
    public bool Holds(SizedColumn column, ColumnBlock block, int at, long row)
    {
        // a target is compared with, and not read by the network
        if (column.TensorType != torch.ScalarType.Float32 || column.Role == "target")
            return true;
        var values = block.Numbers(at);
        var fault = ValueFaults.FirstUnusable(values, TakesHoles || column.AllowsMissing);
        if (fault < 0 && NeedsValue && values.Length > 0 && ValueFaults.FirstUsable(values) < 0)
            fault = 0;
        if (fault >= 0 && Refuses)
            throw ValueFaults.Unusable(block, at, fault, column, row);
        return fault < 0;
    }
}
