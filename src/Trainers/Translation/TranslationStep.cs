using DeepML.Data;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// One batch of pictures: pairs are made of it, and the network moves towards the targets by their pixels, by what another network sees
/// in them, and against a discriminator. Held-out rows are measured by pixels alone, each time spoiled in the same way.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="update">Over its weights; disposed with the step.</param>
/// <param name="objective">What is minimized.</param>
/// <param name="seed">Fixes how held-out pictures are spoiled.</param>
internal sealed class TranslationStep(TranslationNetwork network, WeightUpdate update, TranslationObjective objective, int seed)
    : TrainingStep
{
    private Parameter[] _discriminatorWeights = [];
    private int _epoch;
    private bool _isShown;

    /// <summary>What another network sees; null for nothing.</summary>
    public PerceptualFeatures? Features { get; init; }

    /// <summary>The discriminator with its update, disposed with the step; null for none.</summary>
    public (TranslationGame Game, WeightUpdate Update)? Opponent { get; init; }

    /// <summary>Receives the first held-out pictures of each epoch with what is made of them; null shows them to nobody.</summary>
    public Action<int, ImageExample, Tensor>? Show { get; init; }

    /// <inheritdoc/>
    public override nn.Module Network => Opponent is { } opponent ? opponent.Game : network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates => Opponent is { } opponent ? [update, opponent.Update] : [update];

    /// <summary>A game has no loss that falls.</summary>
    public override bool LossTellsProgress => Opponent is null;

    /// <inheritdoc/>
    public override object Identity => objective;

    /// <summary>Pairs of held-out pictures, spoiled in the same way each time.</summary>
    public ImageExample HeldOut(TensorBatch batch)
    {
        using var random = new Generator((ulong)(uint)seed);
        return objective.Task.Example(batch.Features, Beside(batch), random);
    }

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs)
    {
        _epoch = epoch;
        _discriminatorWeights = Opponent is { } opponent ? [.. opponent.Game.Discriminator.parameters()] : [];
    }

    /// <inheritdoc/>
    public override bool SettlesItself => Opponent is not null;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        _isShown = false;
        ImageExample example;
        using (no_grad())
        {
            var (pictures, others) = Cropped(batch.Features, Beside(batch));
            example = objective.Task.Example(pictures, others, null);
        }
        var made = Made(example);
        if (Opponent is not null)
            LearnToTell(example, made.detach(), batch.Rows, sums);
        var pixels = TranslationLosses.Mean(objective.Loss, made, example.Target, example.Weights);
        var total = pixels.Times(objective.PixelWeight);
        if (Features is not null)
        {
            var distance = Features.Distance(made, example.Target);
            sums.Add(MetricNames.PerceptualDistance, distance.Read<float>(), batch.Rows);
            total = total.Plus(distance, objective.PerceptualWeight);
        }
        if (Opponent is not null)
            total = total.Plus(LearnToFool(example, made, batch.Rows, sums), objective.AdversarialWeight);
        update.Minimize(total, batch.Rows);
        if (SettlesItself)
            update.Settle();
        foreach (var weight in _discriminatorWeights)
            weight.requires_grad_(true);
        sums.Add(pixels.Read<float>(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var example = HeldOut(batch);
        var composed = MixedPrecision.Answer(
            update.Options.Precision, (inputs, composing) => composing.Composed(inputs), example.Inputs, network);
        sums.Add(TranslationLosses.Mean(objective.Loss, composed, example.Target, example.Weights).Read<float>(), batch.Rows);
        var made = objective.Task.Finish(composed, example.Inputs);
        var likeness = ImageLikeness.Of(made, example);
        sums.Add(MetricNames.SignalToNoise, likeness.Decibels.mean().Read<float>(), batch.Rows);
        sums.Add(MetricNames.Similarity, likeness.Similarity.mean().Read<float>(), batch.Rows);
        sums.Add(MetricNames.AbsoluteDifference, likeness.Absolute.mean().Read<float>(), batch.Rows);
        if (_isShown)
            return;
        _isShown = true;
        Show?.Invoke(_epoch, example, made);
    }

    /// <summary>What stands beside the pictures of a batch: targets or masks; null for nothing.</summary>
    public static Tensor? Beside(TensorBatch batch) =>
        batch.Members.Contains(BatchMember.Targets) ? batch.Targets
        : batch.Members.Contains(BatchMember.Masks) ? batch[BatchMember.Masks] : null;

    private Tensor Made(ImageExample example) => MixedPrecision.Answer(
        update.Options.Precision,
        (inputs, composing) => composing.Composed(inputs, disturbed: read => TrainingNoise.OnInputs(read, update.Options)),
        example.Inputs, network);

    private (Tensor Pictures, Tensor? Others) Cropped(Tensor pictures, Tensor? others)
    {
        if (objective.CropSize is not { } size)
            return (pictures, others);
        var place = ImageCrop.Draw(pictures, size);
        return (place.Of(pictures), others is null ? null : place.Of(others));
    }

    private void LearnToTell(ImageExample example, Tensor made, int rows, RowSums sums)
    {
        var (game, discriminatorUpdate) = Opponent!.Value;
        var read = Beside(example);
        var real = Decisions(game, read, example.Target);
        var fake = Decisions(game, read, made);
        var loss = objective.Game!.DiscriminatorLoss(real, fake);
        loss = objective.Game.Penalized(
            loss, judged => game.Discriminator.call(cat([read, judged.view(made.shape)], 1)).mean([1L], keepdim: true),
            example.Target.flatten(1), made.flatten(1), 1);
        discriminatorUpdate.Minimize(loss, rows);
        discriminatorUpdate.Settle();
        objective.Game.Limit(_discriminatorWeights);
        var border = Numbers.Kept(objective.Game.BorderOf(real, fake));
        sums.Add(MetricNames.DiscriminatorLoss, loss.Read<float>(), rows);
        sums.Add(MetricNames.AccuracyOnReal, real.gt(border).ShareTrue(), rows);
        sums.Add(MetricNames.AccuracyOnFake, fake.le(border).ShareTrue(), rows);
    }

    private Tensor LearnToFool(ImageExample example, Tensor made, int rows, RowSums sums)
    {
        foreach (var weight in _discriminatorWeights)
            weight.requires_grad_(false); // the slope passes through the discriminator, not into it
        var loss = objective.Game!.GeneratorLoss(Decisions(Opponent!.Value.Game, Beside(example), made));
        sums.Add(MetricNames.GeneratorLoss, loss.Read<float>(), rows);
        return loss;
    }

    // What a picture is judged beside, in the size of the picture.
    private Tensor Beside(ImageExample example)
    {
        using var gradientsOff = no_grad();
        var read = network.Read(example.Inputs);
        return ImageResampling.Larger(read, (int)(example.Target.size(2) / read.size(2)));
    }

    private static Tensor Decisions(TranslationGame game, Tensor read, Tensor pictures) =>
        game.Discriminator.call(cat([read, pictures], 1)).reshape(-1, 1); // (batch · places, 1)
}
