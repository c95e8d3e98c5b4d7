using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The perceptron rule: a row that is answered wrongly is added to the weights of its class and taken off those of the class
/// answered; a row that is answered rightly changes nothing (Rosenblatt 1958; Crammer and Singer, JMLR 3, 2003). With a single
/// answer, yes or no, a row of yes is added and a row of no taken off. With a threshold, each answer learns by itself: towards 1 for the
/// row's class and -1 for the others, where it is not beyond the threshold on that side.
/// </summary>
/// <param name="network">(batch, features) → (batch, classes), or (batch, 1); linear, with a weight and a bias.</param>
/// <param name="update">Over weight and bias; disposed with the step.</param>
/// <param name="meanWeight">Mean weight of the training rows: a row of twice that weight is added twice.</param>
/// <param name="threshold">What an answer must exceed to count as given; null lets the largest answer win.</param>
internal sealed class PerceptronStep(
    nn.Module<Tensor, Tensor> network, WeightUpdate update, double meanWeight = 1, double? threshold = null)
    : TrainingStep, IAnsweringStep
{
    // Wrong answers of the epoch: checkpoints in its middle hold them.
    private readonly Tensor _wrong = zeros(1, dtype: ScalarType.Int64).DetachFromDisposeScope();

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["wrong"] = _wrong };

    /// <inheritdoc/>
    public override object Identity => threshold is null
        ? new { Rule = "perceptron" }
        : new { Rule = "perceptron per output", Threshold = threshold };

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) => network.call(batch.Features);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        using var gradientsOff = no_grad();
        var features = TrainingNoise.OnInputs(batch.Features, update.Options);
        var (wrong, count, loss) = Measure(network.call(features), batch, sums);
        sums.Add(loss, batch.Rows, RowWeights.Sum(batch, meanWeight));
        if (wrong is null)
        {
            update.Pass(batch.Rows);
            return;
        }
        _wrong.PlusInPlace(tensor(count));
        var rows = Numbers.Kept(batch.Rows);
        var weights = wrong.t().mm(features).div_(rows); // (classes, features)
        update.Apply([weights, wrong.sum(0L).div_(rows)], batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums) =>
        sums.Add(Measure(network.call(batch.Features), batch, sums).Loss, batch.Rows, RowWeights.Sum(batch, meanWeight));

    /// <summary>An epoch without an error changes no weight, and neither would any later one.</summary>
    public override bool EpochFinished(RowSums sums)
    {
        var wrong = _wrong.Read<long>();
        _wrong.zero_();
        return wrong > 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wrong.Dispose();
        base.Dispose();
    }

    // Wrong: +1 at the class answered, -1 at the right one, times the row's weight, in the rows that were wrong; null if there are none.
    // Count: these rows. Loss: by how much the score of the class answered exceeds that of the right one, or answers fall short of the
    // threshold, as a mean over rows.
    private (Tensor? Wrong, long Count, double Loss) Measure(Tensor scores, TensorBatch batch, RowSums sums)
    {
        var weights = RowWeights.Of(batch, meanWeight);
        var (errors, directions) = scores.size(1) == 1 ? OfYesAndNo(scores, batch.Targets) : OfClasses(scores, batch.Targets);
        if (threshold is { } theta)
            return MeasureEach(scores, errors, theta, weights, batch, sums);
        if (weights is not null)
        {
            directions = directions * weights.unsqueeze(1);
            errors = errors.logical_and(weights.gt(Numbers.Zero)); // rows that count nothing are nothing to learn from
        }
        var count = errors.sum().Read<long>();
        AddAccuracy(errors, count, weights, batch, sums);
        return count == 0 ? (null, 0, 0) : (directions, count, (double)(directions * scores).sum().Read<float>() / batch.Rows);
    }

    // Wrong: minus what it should be (1 or -1) at each answer that is not beyond the threshold on that side.
    private (Tensor? Wrong, long Count, double Loss) MeasureEach(
        Tensor scores, Tensor errors, double theta, Tensor? weights, TensorBatch batch, RowSums sums)
    {
        var wanted = scores.size(1) == 1
            ? batch.Targets.unsqueeze(1).Times(2.0).Minus(1.0)
            : nn.functional.one_hot(batch.Targets, scores.size(1)).to(scores.dtype).mul_(Numbers.Kept(2L)).sub_(Numbers.One);
        var given = wanted * scores; // (batch, answers): how far each is on the right side
        var wrong = given.le(Numbers.Kept(theta));
        if (weights is not null)
        {
            errors = errors.logical_and(weights.gt(Numbers.Zero));
            wrong = wrong.logical_and(weights.gt(Numbers.Zero).unsqueeze(1)); // rows that count nothing are nothing to learn from
        }
        AddAccuracy(errors, errors.sum().Read<long>(), weights, batch, sums);
        var count = wrong.any(1, false).sum().Read<long>();
        if (count == 0)
            return (null, 0, 0);
        var moved = wrong.to(scores.dtype);
        if (weights is not null)
            moved = moved * weights.unsqueeze(1);
        var loss = (given.SubtractedFrom(theta) * moved).sum().Read<float>() / batch.Rows;
        return (wanted.neg().mul_(moved), count, loss);
    }

    private void AddAccuracy(Tensor errors, long count, Tensor? weights, TensorBatch batch, RowSums sums)
    {
        if (weights is null)
        {
            sums.Add(MetricNames.Accuracy, 1 - ((double)count / batch.Rows), batch.Rows);
            return;
        }
        var sum = RowWeights.Sum(batch, meanWeight);
        if (sum > 0)
            sums.Add(MetricNames.Accuracy, 1 - ((errors.to(weights.dtype) * weights).sum().Read<float>() / sum), sum);
    }

    private static (Tensor Errors, Tensor Directions) OfClasses(Tensor scores, Tensor targets)
    {
        var answered = scores.argmax(1);
        var classes = scores.size(1);
        var directions = nn.functional.one_hot(answered, classes) - nn.functional.one_hot(targets, classes);
        return (answered.ne(targets), directions.to(scores.dtype));
    }

    // A score of 0 is answered with no.
    private static (Tensor Errors, Tensor Directions) OfYesAndNo(Tensor scores, Tensor targets)
    {
        var answered = scores.squeeze(1).gt(Numbers.Zero).to(scores.dtype);
        return (answered.ne(targets), (answered - targets).unsqueeze(1));
    }
}
