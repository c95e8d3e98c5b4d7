using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Back-propagation of the distance between a window and what is written of it, some windows with a sensor hidden.</summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="sensors">Numbers of a step.</param>
/// <param name="hiddenShare">Share of the windows of which a sensor is hidden.</param>
internal sealed class WindowAutoencoderStep(
    WindowAutoencoderNetwork network, WeightUpdate update, int sensors, double hiddenShare) : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new { Kind = "windows", HiddenShare = hiddenShare };

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var steps = network.Scaled(batch.Features.flatten(1));
        var drawn = rand(batch.Rows, 1, device: steps.device); // below the share: the place in it is the sensor
        var place = drawn.Times(sensors / Math.Max(hiddenShare, 1e-9)).floor(); // (batch, 1)
        var hidden = place.eq(Ranges.Below(sensors, steps.device).to(place.dtype)).to(steps.dtype); // (batch, sensors)
        var loss = Loss(steps, hidden);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var steps = network.Scaled(batch.Features.flatten(1));
        sums.Add(Loss(steps, zeros_like(steps.select(1, 0))).Read<float>(), batch.Rows);
    }

    private Tensor Loss(Tensor steps, Tensor hidden) => nn.functional.mse_loss(
        MixedPrecision.Answer(update.Options.Precision, (read, which) => network.Reconstruct(read, which), steps, hidden), steps);
}
