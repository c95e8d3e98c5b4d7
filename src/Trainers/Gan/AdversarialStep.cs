using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The game of two players: each batch moves the discriminator, every k-th also the generator. A batch holds real rows
/// (batch, row) and the condition of each (batch, condition); generated rows are made for the same conditions.
/// </summary>
internal sealed class AdversarialStep : TrainingStep
{
    private readonly GanGame _game;
    private readonly WeightUpdate _generatorUpdate;
    private readonly WeightUpdate _discriminatorUpdate;
    private readonly AdversarialPlan _plan;
    private readonly AdversarialHealth? _health;
    private readonly Parameter[] _discriminatorWeights;
    private readonly UnrolledDiscriminator? _unrolled;
    private readonly ImageAugmenter? _augmenter;
    private readonly Tensor _batches; // 0-d int64: batches seen
    private readonly Tensor _bestDistance; // 0-d float64
    private int _epochs = 1;

    /// <param name="game">The players.</param>
    /// <param name="generatorUpdate">Over the generator's parameters; disposed with the step.</param>
    /// <param name="discriminatorUpdate">Over the discriminator's parameters; disposed with the step.</param>
    /// <param name="plan">The rules.</param>
    /// <param name="health">Measures generated rows after epochs; disposed with the step. Null keeps the last generator.</param>
    public AdversarialStep(
        GanGame game, WeightUpdate generatorUpdate, WeightUpdate discriminatorUpdate, AdversarialPlan plan,
        AdversarialHealth? health = null)
    {
        _game = game;
        _generatorUpdate = generatorUpdate;
        _discriminatorUpdate = discriminatorUpdate;
        _plan = plan;
        _health = health;
        _discriminatorWeights = [.. game.Discriminator.parameters()];
        if (plan.UnrolledSteps > 0)
            _unrolled = new UnrolledDiscriminator(
                plan.UnrolledSteps, UnrolledStep.Like(discriminatorUpdate.Options.Optimizer, plan.Objective.WeightLimit),
                () => GanNetworks.Discriminator(game.DiscriminatorArchitecture).to(_discriminatorWeights[0].device));
        if (plan.Augmentation is { } changes)
            _augmenter = new ImageAugmenter(changes);
        _batches = zeros(1, int64).DetachFromDisposeScope();
        _bestDistance = full(1, Numbers.Kept(double.PositiveInfinity), float64).DetachFromDisposeScope();
        Updates = [generatorUpdate, discriminatorUpdate];
        State = new Dictionary<string, Tensor> { ["batches"] = _batches, ["best distance"] = _bestDistance };
    }

    /// <inheritdoc/>
    public override nn.Module Network => _game;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>The generator to keep: the latest of the best ones measured, or the running mean if none was.</summary>
    public nn.Module<Tensor, Tensor, Tensor> Kept => double.IsFinite(_bestDistance.Read<double>()) ? _game.Best : _game.Average;

    /// <inheritdoc/>
    public override object Identity =>
        new { Plan = _plan, DiscriminatorRate = _discriminatorUpdate.Options.BaseRate, IsMeasured = _health is not null };

    /// <inheritdoc/>
    public override bool SettlesItself => true;

    /// <summary>The distance between made and real rows is one of samples, not of rows.</summary>
    public override bool MeasuresRowsApart => false;

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var (real, condition) = WholePacks(batch.Features, batch.Conditions);
        if (_plan.BatchesPerEpoch > 0)
            _game.Grow(_batches.Read<long>() / ((double)_plan.BatchesPerEpoch * _epochs));
        var rows = _game.Shown(real);
        var seen = _batches.add_(Numbers.One, Numbers.One).Read<long>();
        var generatorMoves = seen % _plan.DiscriminatorSteps == 0;
        Tensor answers, made;
        using (set_grad_enabled(generatorMoves)) // the same rows serve both players, so that they are made once
        {
            answers = Answers(rows, condition);
            made = RowFunctions.Apply(answers, _game.Architecture.Blocks);
        }
        LearnToTell(rows, condition, made.detach(), batch.Rows, sums);
        if (generatorMoves)
            LearnToFool(rows, condition, answers, made, seen / _plan.DiscriminatorSteps, batch.Rows, sums);
    }

    /// <summary>Measures the rows of the averaged generator against held-out real ones, in the epochs in which that is due.</summary>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        if (_health is null)
            return;
        var found = _health.Measure(_game.Average, batch);
        sums.Add(found.Distance, batch.Rows);
        sums.Add(MetricNames.Diversity, found.Diversity, batch.Rows);
        if (found.Coverage is { } coverage)
            sums.Add(MetricNames.Coverage, coverage, batch.Rows);
    }

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs)
    {
        _epochs = epochs;
        _health?.EpochStarting(epoch, epochs);
    }

    /// <summary>
    /// Keeps the averaged generator unless it is measurably worse than the best so far: of those that cannot be told apart by
    /// a sample of rows the latest has learned most. One whose pictures were smaller is no rival. The game never ends by itself.
    /// </summary>
    public override bool EpochFinished(RowSums sums)
    {
        var rival = _game.HasOutgrownBest ? double.PositiveInfinity : _bestDistance.Read<double>();
        if (_health?.TakeNewDistance() is var (distance, doubt) && distance <= rival + doubt)
        {
            _bestDistance.fill_(Numbers.Kept(Math.Min(distance, rival)));
            NetworkWeights.Copy(_game.Average.state_dict(), _game.Best.state_dict());
        }
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _health?.Dispose();
        _unrolled?.Dispose();
        _batches.Dispose();
        _bestDistance.Dispose();
    }

    private void LearnToTell(Tensor rows, Tensor condition, Tensor made, int batchRows, RowSums sums)
    {
        var (loss, real, fake) = DiscriminatorLoss(_game.Discriminator, rows, condition, made);
        _discriminatorUpdate.Minimize(loss, batchRows);
        _discriminatorUpdate.Settle();
        _plan.Objective.Limit(_discriminatorWeights);
        var border = Numbers.Kept(_plan.Objective.BorderOf(real, fake));
        var played = loss.Read<float>();
        sums.Add(played, batchRows);
        sums.Add(MetricNames.DiscriminatorLoss, played, batchRows);
        sums.Add(MetricNames.AccuracyOnReal, real.gt(border).ShareTrue(), batchRows);
        sums.Add(MetricNames.AccuracyOnFake, fake.le(border).ShareTrue(), batchRows);
    }

    private void LearnToFool(Tensor rows, Tensor condition, Tensor answers, Tensor made, long step, int batchRows, RowSums sums)
    {
        foreach (var weight in _discriminatorWeights)
            weight.requires_grad_(false); // the slope passes through the discriminator, not into it
        Tensor Played(nn.Module<Tensor, Tensor, Tensor> discriminator) =>
            _plan.Objective.GeneratorLoss(discriminator.call(Seen(made), condition));
        var loss = _unrolled?.Loss(
            _game.Discriminator, _generatorUpdate.Parameters, _discriminatorUpdate.LearningRate,
            ahead => DiscriminatorLoss(
                ahead, rows, condition, RowFunctions.Apply(Answers(rows, condition), _game.Architecture.Blocks)).Loss, Played)
            ?? Played(_game.Discriminator);
        var played = loss.Read<float>();
        if (_plan.Links.Length > 0)
            loss = loss.Plus(RowFunctions.Disobedience(answers, condition, _plan.Links));
        _generatorUpdate.Minimize(loss, batchRows);
        _generatorUpdate.Settle();
        foreach (var weight in _discriminatorWeights)
            weight.requires_grad_(true);
        sums.Add(MetricNames.GeneratorLoss, played, batchRows);
        // A mean over few steps must not hold on to the first, untrained weights.
        NetworkWeights.Approach(
            _game.Average.state_dict(), _game.Generator.state_dict(), Math.Min(_plan.AveragingDecay, (1.0 + step) / (10 + step)));
    }

    private (Tensor Loss, Tensor Real, Tensor Fake) DiscriminatorLoss(
        nn.Module<Tensor, Tensor, Tensor> discriminator, Tensor rows, Tensor condition, Tensor made)
    {
        var (realRows, madeRows) = (Seen(rows), Seen(made));
        var real = discriminator.call(realRows, condition);
        var fake = discriminator.call(madeRows, condition);
        var loss = _plan.Objective.DiscriminatorLoss(real, fake);
        loss = _plan.Objective.Penalized(loss, judged => discriminator.call(judged, condition), realRows, madeRows, _plan.RowsPerDecision);
        return (loss, real.detach(), fake.detach());
    }

    private Tensor Answers(Tensor rows, Tensor condition) =>
        _game.Try(Latents.Draw(_game.Architecture, rows.size(0), device: rows.device), condition, rows);

    // Noise on what the discriminator sees, real or not, lets the two distributions overlap: Arjovsky and Bottou, arXiv:1701.04862.
    private Tensor Seen(Tensor rows) => TrainingNoise.OnInputs(Changed(rows), _discriminatorUpdate.Options);

    // Real and made pictures are changed alike, so that changes are not what the generator learns: Zhao et al., arXiv:2006.10738.
    private Tensor Changed(Tensor rows)
    {
        if (_augmenter is null || _plan.Picture is not { } picture)
            return rows;
        var pixels = rows.reshape(-1, picture.Channels, picture.Height, picture.Width).Plus(1).Times(0.5); // [-1, 1] to [0, 1]
        return _augmenter.Apply(pixels).Times(2).Minus(1).flatten(1);
    }

    // The last batch of an epoch may be no multiple of a pack: it is cut, or rows are repeated if there is not even one pack.
    private (Tensor Rows, Tensor Condition) WholePacks(Tensor rows, Tensor condition)
    {
        var pack = _plan.RowsPerDecision;
        var count = rows.size(0);
        if (count % pack == 0)
            return (rows, condition);
        if (count > pack)
            return (rows.narrow(0, 0, count - (count % pack)), condition.narrow(0, 0, count - (count % pack)));
        var index = arange(Numbers.Zero, Numbers.Kept(pack), Numbers.One, int64, rows.device).remainder_(Numbers.Kept(count));
        return (rows.index_select(0, index), condition.index_select(0, index));
    }
}
