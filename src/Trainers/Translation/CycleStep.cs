using DeepML.Data;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// One batch of pictures of two kinds that do not belong together: each is made one of the other kind, which a discriminator must take for
/// true, and made what it was again, which must be the picture itself (Zhu et al., arXiv:1703.10593, equations 1 to 3).
/// </summary>
/// <remarks>The features of a batch are pictures of the first kind, its targets pictures of the second.</remarks>
/// <param name="game">The networks.</param>
/// <param name="update">Over the weights of the two that make pictures; disposed with the step.</param>
/// <param name="judging">Over those of the two that judge; disposed with the step.</param>
/// <param name="objective">What is minimized.</param>
internal sealed class CycleStep(CycleGame game, WeightUpdate update, WeightUpdate judging, CycleObjective objective) : TrainingStep
{
    private Parameter[] _judgesWeights = [];

    /// <inheritdoc/>
    public override TorchSharp.torch.nn.Module Network => game;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates => [update, judging];

    /// <summary>A game has no loss that falls.</summary>
    public override bool LossTellsProgress => false;

    /// <inheritdoc/>
    public override object Identity => objective;

    /// <inheritdoc/>
    public override bool SettlesItself => true;

    /// <inheritdoc/>
    public override string? WhyNotShared => objective.PoolSize > 0
        ? "each process would remember former pictures of its own rows; set PoolSize to 0" : null;

    private TranslationNetwork There => game.Generators.There;

    private TranslationNetwork Back => game.Generators.Back;

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs) => _judgesWeights = [.. game.Judges.parameters()];

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var rows = batch.Rows;
        var (source, target) = Cropped(batch);
        var (toTarget, toSource) = (Made(There, source), Made(Back, target));
        LearnToTell((target, toTarget.detach()), (source, toSource.detach()), rows, sums);
        foreach (var weight in _judgesWeights)
            weight.requires_grad_(false); // the slope passes through the discriminators, not into them
        var cycle = Difference(Back.Composed([toTarget]), source).Plus(Difference(There.Composed([toSource]), target));
        var fooling = objective.Game.GeneratorLoss(game.Judges.Target.call(toTarget))
            .Plus(objective.Game.GeneratorLoss(game.Judges.Source.call(toSource)));
        var total = fooling.Plus(cycle, objective.CycleWeight);
        if (objective.IdentityWeight > 0)
            total = total.Plus(
                Difference(There.Composed([target]), target).Plus(Difference(Back.Composed([source]), source)),
                objective.IdentityWeight);
        update.Minimize(total, rows);
        update.Settle();
        foreach (var weight in _judgesWeights)
            weight.requires_grad_(true);
        sums.Add(MetricNames.GeneratorLoss, fooling.Read<float>() / 2, rows);
        sums.Add(cycle.Read<float>() / 2, rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (source, target) = (batch.Features, batch.Targets);
        var cycle = Difference(Back.Composed([There.Composed([source])]), source)
            .Plus(Difference(There.Composed([Back.Composed([target])]), target));
        sums.Add(cycle.Read<float>() / 2, batch.Rows);
    }

    private (Tensor Source, Tensor Target) Cropped(TensorBatch batch)
    {
        if (objective.CropSize is not { } size)
            return (batch.Features, batch.Targets);
        using var gradientsOff = no_grad();
        return (ImageCrop.Draw(batch.Features, size).Of(batch.Features), ImageCrop.Draw(batch.Targets, size).Of(batch.Targets));
    }

    private Tensor Made(TranslationNetwork network, Tensor pictures) =>
        network.Composed([pictures], disturbed: read => TrainingNoise.OnInputs(read, update.Options));

    private Tensor Difference(Tensor made, Tensor wanted) => TranslationLosses.Mean(objective.Loss, made, wanted, null);

    private void LearnToTell((Tensor True, Tensor Made) target, (Tensor True, Tensor Made) source, int rows, RowSums sums)
    {
        var ofTarget = Judged(game.Judges.Target, target);
        var ofSource = Judged(game.Judges.Source, source);
        var loss = ofTarget.Loss.Plus(ofSource.Loss);
        judging.Minimize(loss, rows);
        judging.Settle();
        objective.Game.Limit(_judgesWeights);
        sums.Add(MetricNames.DiscriminatorLoss, loss.Read<float>() / 2, rows);
        sums.Add(MetricNames.AccuracyOnReal, (ofTarget.OnTrue + ofSource.OnTrue) / 2, rows);
        sums.Add(MetricNames.AccuracyOnFake, (ofTarget.OnMade + ofSource.OnMade) / 2, rows);
    }

    private (Tensor Loss, double OnTrue, double OnMade) Judged(CycleJudge judge, (Tensor True, Tensor Made) pictures)
    {
        var remembered = judge.Remembered(pictures.Made);
        var (real, fake) = (judge.call(pictures.True), judge.call(remembered));
        var loss = objective.Game.Penalized(
            objective.Game.DiscriminatorLoss(real, fake),
            rows => judge.call(rows.view(remembered.shape)).view(rows.size(0), -1).mean([1L], keepdim: true),
            pictures.True.flatten(1), remembered.flatten(1), 1);
        var border = Numbers.Kept(objective.Game.BorderOf(real, fake));
        return (loss, real.gt(border).ShareTrue(), fake.le(border).ShareTrue());
    }
}
