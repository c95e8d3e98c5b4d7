using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Learns numbers per step: the loss is the mean over all numbers that are there, of every step of every sequence. The metric is the mean
/// absolute error.
/// </summary>
internal sealed class StepRegressionStep : StepAnswersStep
{
    private readonly NumberRule _rule;
    private readonly Tensor _centres;
    private readonly Tensor _spreads;

    /// <param name="network">The network.</param>
    /// <param name="update">Over its parameters; disposed with the step.</param>
    /// <param name="segmentLength">Steps per segment; 0 for whole sequences.</param>
    /// <param name="rule">How numbers are learned.</param>
    /// <param name="centres">For each number of a step what is taken off the labels.</param>
    /// <param name="spreads">What the rest is divided by, above 0.</param>
    /// <param name="device">Where the batches are.</param>
    /// <param name="meanWeight">Mean weight of the training sequences.</param>
    public StepRegressionStep(
        RecurrentTaggingNetwork network, WeightUpdate update, int segmentLength, NumberRule rule, float[] centres, float[] spreads,
        Device device, double meanWeight = 1)
        : base(network, update, segmentLength, meanWeight)
    {
        _rule = rule;
        _centres = tensor(centres, device: device).DetachFromDisposeScope();
        _spreads = tensor(spreads, device: device).DetachFromDisposeScope();
        Identity = new { Loss = "numbers of each step", Rule = rule, Centres = centres, Spreads = spreads, SegmentLength = segmentLength };
    }

    /// <inheritdoc/>
    public override object Identity { get; }

    /// <summary>The numbers of steps, NaN where one is missing or the sequence has ended.</summary>
    /// <param name="numbers">(batch, steps · size), float32.</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="time">Steps wanted.</param>
    /// <param name="size">Numbers per step.</param>
    /// <returns>(batch, time, size).</returns>
    public static Tensor Steps(Tensor numbers, Tensor lengths, long time, long size) =>
        numbers.narrow(1, 0, time * size).reshape(numbers.size(0), time, size)
            .masked_fill(SequenceEncoderNetwork.Mask(lengths, time).logical_not().unsqueeze(2), Numbers.Kept(double.NaN));

    /// <summary>What is predicted and what should be, both in the unit in which numbers are learned.</summary>
    /// <returns>(batch, time, numbers) each; labels are NaN where nothing is asked.</returns>
    public (Tensor Predicted, Tensor Labels) Compared(TensorBatch batch)
    {
        var answers = Answer(batch);
        return (_rule.Predicted(answers), Labels(batch, answers.size(1)));
    }

    /// <summary>What should be answered, in the unit in which numbers are learned.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="time">Steps wanted.</param>
    /// <returns>(batch, time, numbers), NaN where nothing is asked.</returns>
    public Tensor Labels(TensorBatch batch, long time) =>
        (Steps(batch.Targets, batch.Lengths, time, _centres.size(0)) - _centres) / _spreads;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _centres.Dispose();
        _spreads.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Tensor Targets(TensorBatch batch, Tensor lengths, long time) => Labels(batch, time);

    /// <inheritdoc/>
    protected override (Tensor Mean, double Weight)? Loss(Tensor answers, Tensor targets, Tensor? weights)
    {
        var there = targets.isnan().logical_not();
        if (!there.any().Read<bool>())
            return null;
        // what is missing must not reach a gradient even as NaN times 0
        var known = where(there, targets, _rule.Predicted(answers).detach());
        var (mean, counted) = Mean(_rule.Each(answers, known), there, weights);
        return (weights is null ? mean : mean * weights.mean(), counted);
    }

    /// <inheritdoc/>
    protected override void Measure(Tensor answers, Tensor targets, Tensor? weights, double weight, RowSums sums)
    {
        var there = targets.isnan().logical_not();
        var errors = (_rule.Predicted(answers) - targets).nan_to_num().abs() * _spreads;
        sums.Add(MetricNames.AbsoluteError, Mean(errors, there, weights).Mean.Read<float>(), weight);
    }

    // 0-d: over all numbers that are there, each as much as its sequence; and what they count together.
    private static (Tensor Mean, double Weight) Mean(Tensor each, Tensor there, Tensor? weights)
    {
        var counts = there.to(each.dtype);
        if (weights is not null)
            counts = counts * weights.view(-1, 1, 1);
        var sum = counts.sum();
        return ((each * counts).sum() / sum.clamp_min(Numbers.Kept(SequenceLoss.Tiny)), sum.Read<float>());
    }
}
