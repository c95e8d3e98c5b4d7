using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Mean and deviation of each number of a column over all rows.</summary>
/// <param name="Mean">(width), float64.</param>
/// <param name="Deviation">(width), float64: square root of the mean squared distance from the mean.</param>
internal sealed record ColumnMoments(Tensor Mean, Tensor Deviation) : IDisposable
{
    /// <summary>Goes once over the rows.</summary>
    /// <param name="rows">The rows, (batch, width) in the member.</param>
    /// <param name="member">Of which tensor.</param>
    /// <param name="map">What is done with the numbers first, (batch, width) → (batch, width); null for nothing.</param>
    public static ColumnMoments Of(IBatchSource rows, BatchMember member = BatchMember.Features, Func<Tensor, Tensor>? map = null)
    {
        const int batchSize = 1024;
        using var scope = NewDisposeScope();
        Tensor? shift = null, sum = null, squares = null;
        foreach (var batch in rows.Epoch(batchSize, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var values = (map is null ? batch[member] : map(batch[member])).to(ScalarType.Float64);
            shift ??= values.mean([0L]).MoveToOuterDisposeScope(); // numbers far from 0 would lose their deviation in the squares
            var centred = values - shift;
            sum = Next(sum, centred.sum(0L));
            squares = Next(squares, (centred * centred).sum(0L));
        }
        var count = tensor((double)rows.RowCount, device: sum!.device);
        var mean = sum / count;
        var deviation = ((squares! / count) - (mean * mean)).relu_().sqrt_();
        return new ColumnMoments(Add(mean, shift!).DetachFromDisposeScope(), deviation.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Deviation.Dispose();
    }

    private static Tensor Next(Tensor? total, Tensor part) => (total is null ? part : Add(total, part)).MoveToOuterDisposeScope();

    // Sums of tensors make a number that nothing holds while native code reads it (docs/torchsharp-notes.md); differences make none.
    private static Tensor Add(Tensor total, Tensor part) => total.sub_(part.neg());
}
