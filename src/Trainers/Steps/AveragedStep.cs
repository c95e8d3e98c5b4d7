using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// A step whose network is measured, and kept, with a running mean of its weights (Polyak and Juditsky, SIAM J. Control Optim. 30, 1992;
/// Tarvainen and Valpola, NeurIPS 2017): between epochs the network holds the mean, within them the weights that learn.
/// </summary>
/// <param name="inner">What learns; stays the caller's.</param>
/// <param name="decay">What the mean keeps of itself with each batch, in (0, 1).</param>
internal sealed class AveragedStep(TrainingStep inner, double decay) : TrainingStep
{
    // Of the first batches the mean keeps less: it would else be of first weights for a long time.
    private const double Sooner = 10;

    private readonly (string Name, Tensor Weight, Tensor Other)[] _pairs = Pairs(inner.Network);
    private readonly Tensor _batches = zeros(1, dtype: ScalarType.Int64).DetachFromDisposeScope();
    private readonly Tensor _showsMean = zeros(1, dtype: ScalarType.Int64).DetachFromDisposeScope();

    /// <inheritdoc/>
    public override nn.Module Network => inner.Network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates => inner.Updates;

    /// <inheritdoc/>
    public override object Identity => inner.Identity;

    /// <inheritdoc/>
    public override object? Architecture => inner.Architecture;

    /// <inheritdoc/>
    public override bool LossTellsProgress => inner.LossTellsProgress;

    /// <inheritdoc/>
    public override string? WhyNotShared => inner.WhyNotShared;

    /// <inheritdoc/>
    public override bool SettlesItself => inner.SettlesItself;

    /// <inheritdoc/>
    public override bool MeasuresRowsApart => inner.MeasuresRowsApart;

    /// <inheritdoc/>
    public override int MeasuredForOneTrained => inner.MeasuredForOneTrained;

    /// <summary>What the inner step carries, and the set of weights that the network does not hold.</summary>
    public override IReadOnlyDictionary<string, Tensor> State => inner.State
        .Concat(_pairs.Select(pair => KeyValuePair.Create($"mean/{pair.Name}", pair.Other)))
        .Append(KeyValuePair.Create("mean batches", _batches)).Append(KeyValuePair.Create("mean is shown", _showsMean)).ToDictionary();

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs)
    {
        Show(mean: false);
        inner.EpochStarting(epoch, epochs);
    }

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums) => inner.Train(batch, sums);

    /// <inheritdoc/>
    public override void BatchFinished()
    {
        inner.BatchFinished();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        _batches.PlusInPlace(ones_like(_batches));
        var batches = _batches.Read<long>();
        var keep = Math.Min(decay, batches / (batches + Sooner));
        foreach (var (_, weight, mean) in _pairs)
            if (weight.is_floating_point())
                mean.mul_(Numbers.Kept(keep)).PlusInPlace(weight, 1 - keep);
            else
                mean.copy_(weight);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        Show(mean: true);
        inner.Evaluate(batch, sums);
    }

    /// <inheritdoc/>
    public override bool EpochFinished(RowSums sums)
    {
        Show(mean: true);
        return inner.EpochFinished(sums);
    }

    /// <summary>Puts the mean, or the weights that learn, into the network; of no effect where they are.</summary>
    public void Show(bool mean)
    {
        if (_showsMean.Read<long>() == (mean ? 1 : 0))
            return;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        _showsMean.copy_(mean ? ones_like(_showsMean) : zeros_like(_showsMean));
        foreach (var (_, weight, other) in _pairs)
        {
            var held = weight.clone();
            weight.copy_(other);
            other.copy_(held);
        }
    }

    /// <summary>Ends the mean; the inner step stays.</summary>
    public override void Dispose()
    {
        _batches.Dispose();
        _showsMean.Dispose();
        foreach (var (_, _, other) in _pairs)
            other.Dispose();
    }

    private static (string Name, Tensor Weight, Tensor Other)[] Pairs(nn.Module network)
    {
        using var gradientsOff = no_grad();
        return [.. network.state_dict().Select(
            weight => (weight.Key, weight.Value, weight.Value.detach().clone().DetachFromDisposeScope()))];
    }
}
