using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// What an autoencoder of sequences must beat: of keys how frequent each is, and the end; of numbers principal components of the padded
/// sequences, as many as the code has, or for very long ones the mean of each place.
/// </summary>
/// <param name="shape">What sequences hold.</param>
/// <param name="network">The trained network.</param>
internal sealed class SequenceCodeBaseline(SequenceShape shape, SequenceAutoencoderNetwork network)
{
    private const int WidestForComponents = 2048; // the time of a decomposition grows with the cube of the width
    private const int MostNumbers = 1 << 24, BatchRows = 256; // enough to compare by

    /// <summary>The method beside the network, on the rows held out, or those learned from.</summary>
    /// <param name="rows">The rows of the fit.</param>
    public Baseline Beside(FitRows rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var on = LabelRows.Name(rows);
        if (shape.KeyCount > 0)
            return new Baseline("the frequencies of keys", $"bits per key on {on}", Frequencies(rows), Network(rows.Measured));
        var (name, error) = Components(rows);
        return new Baseline(
            name, $"mean squared error in the unit in which numbers are compared, on {on}", error, Network(rows.Measured));
    }

    private double Network(IBatchSource rows)
    {
        var (sum, count) = (0.0, 0.0);
        foreach (var batch in Batches(rows))
        {
            var written = network.Errors(network.call(batch.Features, batch.Lengths), batch.Features, batch.Lengths, WritingTerms.Plain);
            sum += written.Errors.sum().Read<float>();
            count += written.Count.sum().Read<float>();
        }
        return sum / count;
    }

    // One observation more of each: a key of rows held out may not have been learned from.
    private double Frequencies(FitRows rows)
    {
        var counts = ones(shape.KeyCount + 1L, dtype: ScalarType.Float64);
        foreach (var batch in Batches(rows.Training))
            counts.PlusInPlace(Counts(batch));
        var bits = -(counts / counts.sum()).log2();
        var (sum, count) = (0.0, 0.0);
        foreach (var batch in Batches(rows.Measured))
        {
            var there = Counts(batch);
            sum += (there * bits).sum().Read<double>();
            count += there.sum().Read<double>();
        }
        return sum / count;
    }

    private Tensor Counts(TensorBatch batch)
    {
        var (_, targets) = EndedKeys.Of(batch.Features, batch.Lengths);
        return targets.masked_select(targets.ge(Numbers.Zero)).cpu().bincount(null, shape.KeyCount + 1L).to(ScalarType.Float64);
    }

    private (string Name, double Error) Components(FitRows rows)
    {
        var components = shape.Width <= WidestForComponents ? ((SequenceAutoencoderArchitecture)network.Architecture).CodeSize : 0;
        Tensor sums = zeros(shape.Width, dtype: ScalarType.Float64), there = zeros_like(sums);
        foreach (var batch in Batches(rows.Training))
        {
            var (values, within) = Values(batch);
            sums.PlusInPlace(values.sum(0L));
            there.PlusInPlace(within.sum(0L));
        }
        var means = sums / there.clamp_min(Numbers.One);
        if (components == 0)
            return ("the mean of each place", Error(rows.Measured, (_, _) => zeros_like(means), means));
        var kept = eye(shape.Width, dtype: ScalarType.Float64);
        if (components < shape.Width)
        {
            var products = zeros(shape.Width, shape.Width, dtype: ScalarType.Float64);
            foreach (var batch in Batches(rows.Training))
            {
                var centred = Centred(Values(batch), means);
                products.PlusInPlace(centred.t().mm(centred));
            }
            kept = linalg.eigh(products).Item2.narrow(1, shape.Width - components, components); // (width, components)
        }
        return ($"PCA with {Math.Min(components, shape.Width)} components", Error(
            rows.Measured, (values, within) => Centred((values, within), means).mm(kept).mm(kept.t()), means));
    }

    // The mean squared difference of what is there from the means and what is added to them.
    private double Error(IBatchSource rows, Func<Tensor, Tensor, Tensor> added, Tensor means)
    {
        var (sum, count) = (0.0, 0.0);
        foreach (var batch in Batches(rows))
        {
            var (values, within) = Values(batch);
            sum += ((values - means - added(values, within)).Squared() * within).sum().Read<double>();
            count += within.sum().Read<double>();
        }
        return sum / count;
    }

    private static Tensor Centred((Tensor Values, Tensor Within) rows, Tensor means) => (rows.Values - means) * rows.Within;

    // Numbers as the network compares them, 0 behind the end, and which belong to their sequence: both (batch, width), float64.
    private (Tensor Values, Tensor Within) Values(TensorBatch batch)
    {
        var steps = batch.Features.view(batch.Rows, shape.MaximumLength, shape.StepSize);
        var within = SequenceEncoderNetwork.Mask(batch.Lengths, shape.MaximumLength).unsqueeze(2).expand_as(steps)
            .to(ScalarType.Float64).cpu().flatten(1);
        var compared = (network.Scaling is null ? steps : network.Scaling.call(steps)).to(ScalarType.Float64).cpu().flatten(1);
        return (compared * within, within);
    }

    private IEnumerable<TensorBatch> Batches(IBatchSource rows)
    {
        var seen = 0L;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            if (seen >= MostNumbers)
                yield break;
            seen += (long)batch.Rows * shape.Width;
            yield return batch;
        }
    }
}
