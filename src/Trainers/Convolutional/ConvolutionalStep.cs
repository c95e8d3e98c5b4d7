using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Back-propagation for pictures: they are changed at random first, and auxiliary heads add to the loss.</summary>
/// <param name="network">(batch, channels, height, width) → (batch, answers).</param>
/// <param name="update">Over the network's parameters that learn; disposed with the step.</param>
/// <param name="loss">The task's loss; stays the caller's.</param>
/// <param name="augmentation">Random changes; null for none.</param>
internal sealed class ConvolutionalStep(
    ConvolutionalNetwork network, WeightUpdate update, HeadLoss loss, PictureAugmentation? augmentation)
    : TrainingStep, IAnsweringStep
{
    private readonly ImageAugmenter? _augmenter = augmentation is null ? null : new ImageAugmenter(augmentation);
    private readonly List<(Tensor Answer, double Weight)> _heads = [];

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override int MeasuredForOneTrained => network.Plan.MeasuredForOneTrained;

    /// <inheritdoc/>
    public override object Identity => new
    {
        Loss = loss.Identity,
        Augmentation = augmentation,
    };

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) => network.call(batch.Features);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var images = TrainingNoise.OnInputs(batch.Features, update.Options);
        MixedBatch? mixed = null;
        if (_augmenter is not null)
        {
            using var gradientsOff = no_grad();
            images = _augmenter.Apply(images);
            mixed = MixedBatch.Draw(images, batch, augmentation!);
        }
        using var statistics = RunningStatistics.ForOneRow(network, batch);
        _heads.Clear();
        var answer = PassWithHeads(mixed?.Images ?? images);
        var error = Error(answer, batch, mixed);
        var total = error;
        foreach (var (head, weight) in _heads)
            total = total.Plus(Error(head, batch, mixed), weight);
        update.Minimize(total, batch.Rows);
        sums.Add(error.Read<float>() * loss.Unit, batch.Rows, loss.WeightOf(batch));
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var answer = MixedPrecision.Answer(Precision, (images, pass) => pass.call(images), batch.Features, network);
        sums.Add(loss.Mean(answer, batch).Read<float>() * loss.Unit, batch.Rows, loss.WeightOf(batch));
        loss.Measure(answer, batch, sums);
    }

    private Precision Precision => update.Options.Precision;

    private Tensor PassWithHeads(Tensor images)
    {
        using var region = MixedPrecision.Begin(Precision);
        var answer = MixedPrecision.Single(network.Answer(images, _heads));
        for (var i = 0; i < _heads.Count; i++)
            _heads[i] = _heads[i] with { Answer = MixedPrecision.Single(_heads[i].Answer) };
        return answer;
    }

    private Tensor Error(Tensor answer, TensorBatch batch, MixedBatch? mixed) =>
        MixedBatch.Loss(mixed, batch, labelled => loss.Training(answer, labelled));
}
