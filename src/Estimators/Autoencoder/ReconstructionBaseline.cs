using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// What an autoencoder must beat, measured on the training rows, or some of many: principal components with as many numbers as the
/// code; for very wide rows the column means; for a target column the input as it is, or the target's means.
/// </summary>
internal static class ReconstructionBaseline
{
    private const int MostBatchRows = 1024, FewestPictures = 64;
    private const int MostNumbers = 1 << 22; // of a batch
    private const int WidestForComponents = 2048; // the time of a decomposition grows with the cube of the width
    private const long MostRows = 1 << 14; // enough to compare by; going once more over a stream of any length is not worth it
    private const long MostJudged = 1 << 10; // enough to judge two answers by; components need all rows

    /// <summary>Measures the simple method and the network.</summary>
    /// <param name="rows">The rows, (row, ...), with their targets if there are any.</param>
    /// <param name="network">The trained network, in scoring mode.</param>
    /// <param name="hasTarget">Whether there is a target column.</param>
    /// <param name="trainedRows">Rows that training took at a time: feature maps of so many fit into memory.</param>
    /// <param name="threads">Threads of the training, which suit batches of pictures; larger ones of rows take all.</param>
    public static Baseline Measure(IBatchSource rows, AutoencoderNetwork network, bool hasTarget, int trainedRows, int threads)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var a = network.Architecture;
        var batchRows = Math.Clamp(MostNumbers / Math.Max(a.InputSize, a.OutputSize), 1, MostBatchRows);
        if (a.Convolution is not null)
            batchRows = Math.Min(batchRows, Math.Max(trainedRows, FewestPictures));
        using var shared = a.Convolution is null ? null : new IntraOpThreads(threads);
        var target = hasTarget ? BatchMember.Targets : BatchMember.Features;
        var comparesInput = hasTarget && a.OutputSize == a.InputSize;
        var losesNothing = !hasTarget && a.CodeSize >= a.OutputSize;
        var usesComponents = !hasTarget && !losesNothing && a.OutputSize <= WidestForComponents;
        var moments = new Moments(a.OutputSize, usesComponents, network.parameters().First().device);
        var drawn = !usesComponents && rows.RowCount > MostJudged;
        if (!usesComponents && !comparesInput && !losesNothing)
            foreach (var (_, y) in Batches(rows, target, network, batchRows))
                moments.Add(y);
        var (networkError, simpleError) = (new MeanError(), new MeanError());
        foreach (var (x, y) in Batches(rows, target, network, batchRows, drawn ? 1 : null))
        {
            networkError.Add(network.DecodeScaled(network.Encode(x)), y);
            if (usesComponents)
                moments.Add(y);
            else if (!losesNothing)
                simpleError.Add(comparesInput ? x : moments.Mean, y);
        }
        var (name, value) = comparesInput ? ("the input as it is", simpleError.Value)
            : losesNothing ? ($"PCA with {a.InputSize} components, which loses nothing", 0)
            : usesComponents ? ($"PCA with {a.CodeSize} components", Components(rows, moments, network, batchRows))
            : ("the mean of each column", simpleError.Value);
        var what = "mean squared error of the reconstruction" + (drawn ? $" of {networkError.Rows} training rows drawn by chance"
            : rows.RowCount > MostRows ? $" of the first {MostRows} rows" : "");
        return new Baseline(name, what, value, networkError.Value);
    }

    // Without holes the variances left over are the error; with holes it has to be measured on what is there.
    private static double Components(IBatchSource rows, Moments moments, AutoencoderNetwork network, int batchRows)
    {
        var count = network.Architecture.CodeSize;
        var size = moments.Covariance.size(0);
        if (!moments.HasHoles)
        {
            var variances = linalg.eigvalsh(moments.Covariance); // ascending
            return Math.Max(0, variances.narrow(0, 0, size - count).sum().Read<double>()) / size;
        }
        var (_, vectors) = linalg.eigh(moments.Covariance);
        var kept = vectors.narrow(1, size - count, count).to(ScalarType.Float32); // (value, component)
        var mean = moments.Mean; // (value)
        var error = new MeanError();
        foreach (var (_, x) in Batches(rows, BatchMember.Features, network, batchRows))
        {
            var centred = (x - mean).nan_to_num();
            error.Add(centred.mm(kept).mm(kept.t()).PlusInPlace(mean), x);
        }
        return error.Value;
    }

    // Rows as they are, or drawn by a seed, and what is compared with, as the network compares it.
    private static IEnumerable<(Tensor Input, Tensor Target)> Batches(
        IBatchSource rows, BatchMember target, AutoencoderNetwork network, int batchRows, int? drawnBy = null)
    {
        var (seen, most) = (0L, drawnBy is null ? MostRows : MostJudged);
        foreach (var batch in rows.Epoch(batchRows, drawnBy))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            if (seen >= most)
                yield break;
            seen += batch.Rows;
            yield return (batch.Features.flatten(1), network.Scaled(batch[target].flatten(1)));
        }
    }

    /// <summary>The mean squared error over the values that are there.</summary>
    private sealed class MeanError
    {
        private double _sum;
        private long _count;

        public double Value => _sum / Math.Max(1, _count);

        public long Rows { get; private set; }

        public void Add(Tensor answer, Tensor target)
        {
            Rows += target.size(0);
            var errors = (answer - target).Squared();
            var holes = errors.isnan().sum().Read<long>();
            _sum += (holes == 0 ? errors.sum() : errors.nan_to_num().sum()).Read<float>();
            _count += errors.numel() - holes;
        }
    }

    /// <summary>Means and covariance; missing values count as the mean of the first batch.</summary>
    private sealed class Moments(int size, bool hasCovariance, Device device)
    {
        private readonly Tensor _sum = zeros(size, dtype: ScalarType.Float64, device: device);
        private readonly Tensor? _squares = hasCovariance ? zeros(size, size, dtype: ScalarType.Float64, device: device) : null;

        private Tensor? _centre; // near the mean, so that float32 products lose nothing
        private long _rows;

        public bool HasHoles { get; private set; }

        public Tensor Mean => _centre!.Plus(Offset).to(ScalarType.Float32);

        public Tensor Covariance => _squares!.Over(_rows) - outer(Offset, Offset);

        private Tensor Offset => _sum.Over(_rows); // from the centre to the mean

        public void Add(Tensor values)
        {
            var present = values.isnan().logical_not();
            if (_centre is null)
                _centre = (values.nan_to_num().sum(dim: 0) / present.sum(dim: 0).clamp_min_(Numbers.One)).MoveToOuterDisposeScope();
            var centred = values - _centre;
            if (!present.all().Read<bool>())
            {
                HasHoles = true;
                centred = centred.nan_to_num();
            }
            _sum.PlusInPlace(centred.sum(dim: 0, type: ScalarType.Float64));
            _squares?.PlusInPlace(centred.t().mm(centred));
            _rows += values.size(0);
        }
    }
}
