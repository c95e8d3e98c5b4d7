using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Contrastive divergence of a machine whose biases depend on the past: what k steps of Gibbs sampling from the data show is set against
/// what the data show, under the same past (Taylor, Hinton and Roweis, NIPS 2006). Gradients of counted words are taken per word.
/// </summary>
/// <param name="network">The machine.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="gibbsSteps">k, at least 1.</param>
/// <param name="passes">Passes of the prediction that is measured; at least 1.</param>
internal sealed class ConditionalDivergenceStep(ConditionalRbmNetwork network, WeightUpdate update, int gibbsSteps, int passes)
    : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override object Identity => new { GibbsSteps = gibbsSteps };

    private RbmNetwork Machine => network.Machine;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        using var gradientsOff = no_grad();
        using var random = GibbsRandom.FromTorch();
        var (past, data) = network.Split(batch.Features);
        if (update.Options.InputNoise > 0)
            past = TrainingNoise.OnInputs(past, update.Options);
        var drive = network.Of(past);
        var input = network.HiddenInput(data, drive);
        var positive = Machine.HiddenMean(input); // (batch, hidden)
        var (lengths, hidden) = (Machine.Lengths(data), Machine.SampleHidden(input, positive, random));
        double? error = null;
        for (var step = 1; ; step++)
        {
            var mean = network.VisibleMean(hidden, drive, lengths); // (batch, frame)
            error ??= nn.functional.mse_loss(mean, data).Read<float>();
            var visible = Machine.SampleVisible(mean, random);
            var reached = network.HiddenInput(visible, drive);
            var negative = Machine.HiddenMean(reached);
            if (step == gibbsSteps)
            {
                sums.Add(error.Value, batch.Rows);
                Move(past, data, positive, visible, negative, lengths, batch.Rows);
                return;
            }
            hidden = Machine.SampleHidden(reached, negative, random);
        }
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (past, data) = network.Split(batch.Features);
        var drive = network.Of(past);
        var input = network.HiddenInput(data, drive);
        var mean = network.VisibleMean(Machine.HiddenMean(input), drive, Machine.Lengths(data));
        sums.Add(nn.functional.mse_loss(mean, data).Read<float>(), batch.Rows);
        sums.Add(MetricNames.FreeEnergy, network.FreeEnergy(data, input, drive).mean().Read<float>(), batch.Rows);
        sums.Add(MetricNames.NextFrameError, NextFrameErrors(batch.Features).Network, batch.Rows);
    }

    /// <summary>How far the next frame is from what was predicted from the frames before it.</summary>
    /// <param name="rows">(batch, (past frames + 1) · frame), as in the data.</param>
    /// <returns>Mean squared error, in standardized numbers, of the network and of the last frame once more.</returns>
    public (double Network, double Repeated) NextFrameErrors(Tensor rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var present = network.Split(rows).Present;
        var (past, last) = network.PastOf(rows.narrow(1, 0, rows.size(1) - network.Architecture.FrameSize));
        double ErrorOf(Tensor told) => nn.functional.mse_loss(told, present).Read<float>();
        return (ErrorOf(network.Next(past, last, passes)), ErrorOf(last));
    }

    // Optimizers go down, so gradients are what the samples show minus what the data show.
    private void Move(Tensor past, Tensor data, Tensor positive, Tensor visible, Tensor negative, Tensor? lengths, int rows)
    {
        var each = 1 / (rows * Machine.MeanLength());
        var seen = (visible - data).mul_(Numbers.Kept(each)); // (batch, frame)
        var active = negative - positive; // (batch, hidden)
        if (lengths is not null)
            active.mul_(lengths); // a hidden bias counts once for each word
        active.mul_(Numbers.Kept(each));
        var weight = negative.t().mm(visible).sub_(positive.t().mm(data)).mul_(Numbers.Kept(each)); // (hidden, frame)
        // in the order of the network's parameters
        update.Apply([seen.t().mm(past), active.t().mm(past), weight, seen.sum(0L), active.sum(0L)], rows);
    }
}
