using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>One batch of pictures with the class of every pixel: cross-entropy, and the Dice loss beside it.</summary>
/// <param name="network">Its task is <see cref="SegmentationTask"/>.</param>
/// <param name="update">Over its weights; disposed with the step.</param>
/// <param name="objective">What is minimized.</param>
internal sealed class SegmentationStep(TranslationNetwork network, WeightUpdate update, SegmentationObjective objective) : TrainingStep
{
    private readonly Tensor? _weights = objective.ClassWeights is { } weights
        ? tensor(Array.ConvertAll(weights, weight => (float)weight), device: network.parameters().First().device).DetachFromDisposeScope()
        : null;

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => objective;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var (pictures, classes) = (batch.Features, batch.Targets);
        if (objective.CropSize is { } size)
        {
            var place = ImageCrop.Draw(pictures, size);
            (pictures, classes) = (place.Of(pictures), place.Of(classes));
        }
        var logits = MixedPrecision.Answer(
            update.Options.Precision,
            (inputs, composing) => composing.Composed(inputs, disturbed: read => TrainingNoise.OnInputs(read, update.Options)),
            new[] { pictures }, network);
        var loss = Loss(logits, classes);
        update.Minimize(loss, batch.Rows);
        sums.Add(loss.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var logits = MixedPrecision.Answer(
            update.Options.Precision, (inputs, composing) => composing.Composed(inputs), new[] { batch.Features }, network);
        sums.Add(Loss(logits, batch.Targets).Read<float>(), batch.Rows);
        var (accuracy, overlap) = Measure(logits.argmax(1, true), batch.Targets);
        sums.Add(MetricNames.Accuracy, accuracy.mean().Read<float>(), batch.Rows);
        sums.Add(MetricNames.Overlap, overlap.mean().Read<float>(), batch.Rows);
    }

    /// <summary>How right classes are, picture by picture: see <see cref="SegmentationLosses.Measure"/>.</summary>
    /// <param name="found">(batch, 1, height, width), int64.</param>
    /// <param name="classes">(batch, 1, height, width), float32.</param>
    public (Tensor Accuracy, Tensor Overlap) Measure(Tensor found, Tensor classes) => SegmentationLosses.Measure(
        found, classes, SegmentationLosses.Counted(classes, objective.IgnoredClass), objective.Classes);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _weights?.Dispose();
    }

    private Tensor Loss(Tensor logits, Tensor classes)
    {
        var counted = SegmentationLosses.Counted(classes, objective.IgnoredClass);
        var loss = SegmentationLosses.CrossEntropy(logits, classes, counted, _weights);
        return objective.DiceWeight > 0 ? loss.Plus(SegmentationLosses.Dice(logits, classes, counted), objective.DiceWeight) : loss;
    }
}
