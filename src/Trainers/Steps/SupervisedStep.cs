using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Ordinary back-propagation: forward, loss, gradients, one step of the optimizer.</summary>
/// <param name="network">What learns.</param>
/// <param name="answer">The network's answer to the features, with input noise if it has any, and to what else the batch holds.</param>
/// <param name="update">Over the network's parameters; disposed with the step.</param>
/// <param name="loss">Mean loss of a batch, 0-d, from the network's answer and the batch as it was before input noise.</param>
/// <param name="identity">Describes the loss: see <see cref="TrainingStep.Identity"/>.</param>
/// <param name="measure">Adds metrics of held-out rows; null for none.</param>
/// <param name="heldOutLoss">
/// Loss of held-out rows, where it differs from that of training rows (label noise, smoothing); null if not.
/// </param>
/// <param name="unit">What a loss of 1 is in the unit that people read.</param>
internal sealed class SupervisedStep(
    nn.Module network, Func<Tensor, TensorBatch, Tensor> answer, WeightUpdate update, Func<Tensor, TensorBatch, Tensor> loss,
    object identity,
    Action<Tensor, TensorBatch, RowSums>? measure = null, Func<Tensor, TensorBatch, Tensor>? heldOutLoss = null, double unit = 1)
    : TrainingStep, IAnsweringStep
{
    /// <summary>A step of a network that reads the features alone.</summary>
    public SupervisedStep(
        nn.Module<Tensor, Tensor> network, WeightUpdate update, Func<Tensor, TensorBatch, Tensor> loss, object identity,
        Action<Tensor, TensorBatch, RowSums>? measure = null)
        : this(network, (features, _) => network.call(features), update, loss, identity, measure)
    {
    }

    /// <summary>A step towards the labels of a head.</summary>
    public SupervisedStep(nn.Module<Tensor, Tensor> network, WeightUpdate update, HeadLoss loss)
        : this(
            network, (features, _) => network.call(features), update, loss.Training, loss.Identity, loss.Measure, loss.Mean, loss.Unit) =>
        (WeightOf, KnownLoss) = (loss.WeightOf, loss.Known);

    /// <summary>A step towards the labels of sequences, whose lengths the network reads too.</summary>
    public SupervisedStep(nn.Module<Tensor, Tensor, Tensor> network, WeightUpdate update, HeadLoss loss)
        : this(
            network, (features, batch) => network.call(features, batch.Lengths), update, loss.Training, loss.Identity, loss.Measure,
            loss.Mean, loss.Unit) =>
        WeightOf = loss.WeightOf;

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override bool CanBeSearched => true;

    /// <inheritdoc/>
    public override object Identity => identity;

    /// <inheritdoc/>
    public override object? Architecture => BuiltFrom ?? base.Architecture;

    /// <summary>What the network was built from, where it does not tell itself; null if it does.</summary>
    public object? BuiltFrom { get; init; }

    /// <summary>a of the Beta(a, a) distribution by which rows are mixed with one another in training; 0 for none.</summary>
    public double MixUp { get; init; }

    /// <summary>The network's passes, where torch need not do them; disposed with the step. Null where it does.</summary>
    public BackPropagation? BackPropagation { get; init; }

    /// <summary>The loss of a batch that is learned from, where its slopes are known; null where they are not.</summary>
    public Func<TensorBatch, AnswerLoss?> KnownLoss { get; init; } = _ => null;

    /// <summary>What the rows of a batch count together.</summary>
    public Func<TensorBatch, double> WeightOf { get; init; } = batch => batch.Rows;

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) => answer(batch.Features, batch);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var inputs = TrainingNoise.OnInputs(batch.Features, update.Options);
        using var watched = update.Options.MeasureGradients ? StepGradients.Watched(inputs, batch) : null;
        var mixed = MixedBatch.Draw(watched ?? inputs, batch, MixUp);
        var error = BackPropagation is null ? update.Minimize(() => Loss(Given(mixed?.Images ?? watched ?? inputs)), batch.Rows)
            : update.Minimize(
                BackPropagation, mixed?.Images ?? inputs, mixed is null ? KnownLoss(batch) : null, Loss, batch.Rows);
        if (watched is not null)
            StepGradients.Add(watched, sums);
        sums.Add(error * unit, batch.Rows, WeightOf(batch));
        if (update.Evaluations is { } evaluations)
            sums.Add(MetricNames.Evaluations, evaluations, 1);

        Tensor Given(Tensor read) => MixedPrecision.Answer(update.Options.Precision, answer, read, batch);

        Tensor Loss(Tensor given) => MixedBatch.Loss(mixed, batch, labelled => loss(given, labelled));
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var given = MixedPrecision.Answer(update.Options.Precision, answer, batch.Features, batch);
        sums.Add((heldOutLoss ?? loss)(given, batch).Read<float>() * unit, batch.Rows, WeightOf(batch));
        measure?.Invoke(given, batch, sums);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        BackPropagation?.Dispose();
        base.Dispose();
    }
}
