using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The multi-class perceptron rule: a row that is answered wrongly is added to the weights of its class and taken off those of
/// the class answered; a row that is answered rightly changes nothing (Rosenblatt 1958; Crammer and Singer, JMLR 3, 2003).
/// </summary>
/// <param name="network">(batch, features) → (batch, classes); linear, with a weight and a bias.</param>
/// <param name="update">Over weight and bias; disposed with the step.</param>
internal sealed class PerceptronStep(nn.Module<Tensor, Tensor> network, WeightUpdate update) : TrainingStep, IAnsweringStep
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
    public override object Identity => new { Rule = "perceptron" };

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) => network.call(batch.Features);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        using var gradientsOff = no_grad();
        var features = TrainingNoise.OnInputs(batch.Features, update.Options);
        var (wrong, count, loss) = Measure(network.call(features), batch, sums);
        sums.Add(loss, batch.Rows);
        if (wrong is null)
            return;
        _wrong.PlusInPlace(tensor(count));
        var rows = Numbers.Kept(batch.Rows);
        var weights = wrong.t().mm(features).div_(rows); // (classes, features)
        update.Apply([weights, wrong.sum(0L).div_(rows)], batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums) => sums.Add(Measure(network.call(batch.Features), batch, sums).Loss, batch.Rows);

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

    // Directions: +1 at the class answered, -1 at the right one, in the rows that were wrong; null if there are none. Count: these rows.
    // Loss: by how much the score of the class answered exceeds that of the right one, as a mean over rows.
    private static (Tensor? Wrong, long Count, double Loss) Measure(Tensor scores, TensorBatch batch, RowSums sums)
    {
        var answered = scores.argmax(1);
        var errors = answered.ne(batch.Targets);
        var count = errors.sum().Read<long>();
        sums.Add(MetricNames.Accuracy, 1 - ((double)count / batch.Rows), batch.Rows);
        if (count == 0)
            return (null, 0, 0);
        var classes = scores.size(1);
        var directions = (nn.functional.one_hot(answered, classes) - nn.functional.one_hot(batch.Targets, classes)).to(scores.dtype);
        return (directions, count, (double)(directions * scores).sum().Read<float>() / batch.Rows);
    }
}
