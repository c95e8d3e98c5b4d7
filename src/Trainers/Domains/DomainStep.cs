using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Back-propagation of the loss of the rows with a label, and of what makes domains alike over all rows: L + w·D. A small network learns
/// beside it to tell the domains apart, each counting alike whatever its rows; it misleads the layers, or only watches.
/// </summary>
/// <param name="network">What learns.</param>
/// <param name="critic">(batch, features) → (batch, domains); in the update too; stays the caller's.</param>
/// <param name="update">Over the parameters of both; disposed with the step.</param>
/// <param name="loss">Of the labels; stays the caller's.</param>
/// <param name="confusion">What is done with domains.</param>
/// <param name="domains">Number of domains; rows of others have none.</param>
/// <param name="change">Random changes of training rows; null for none.</param>
internal sealed class DomainStep(
    IFeatureNetwork network, nn.Module<Tensor, Tensor> critic, WeightUpdate update, HeadLoss loss, DomainConfusion confusion, int domains,
    Func<Tensor, Tensor>? change = null) : TrainingStep, IAnsweringStep
{
    private double _weight = confusion.WeightIn(1, 1);

    /// <inheritdoc/>
    public override nn.Module Network => (nn.Module)network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override string WhyNotShared => "domains are compared within whole batches";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> State =>
        critic.state_dict().ToDictionary(weight => $"domains/{weight.Key}", weight => weight.Value);

    /// <inheritdoc/>
    public override object Identity => new { Loss = loss.Identity, Confusion = confusion, Domains = domains };

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) => network.AnswerTo(network.FeaturesOf(batch.Features, batch.LengthsIfAny));

    /// <inheritdoc/>
    public override void EpochStarting(int epoch, int epochs) => _weight = confusion.WeightIn(epoch, epochs);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var inputs = TrainingNoise.OnInputs(batch.Features, update.Options);
        if (change is not null)
        {
            using var gradientsOff = no_grad();
            inputs = change(inputs);
        }
        using var watched = update.Options.MeasureGradients ? StepGradients.Watched(inputs, batch) : null;
        using var alone = RunningStatistics.ForOneRow(Network, batch);
        var (features, answer) = Pass(watched ?? inputs, batch);
        var known = Places(batch);
        var told = Told(features, batch, known);
        AddDomains(told, known, sums);
        var total = told is null ? zeros(1, device: features.device).sum() : told.Error;
        if (_weight > 0 && !confusion.Method.Misleads && Apart(features, known) is { } distance)
        {
            total = total.Plus(distance, _weight);
            sums.Add(MetricNames.DomainDistance, distance.Read<float>(), batch.Rows);
        }
        if (LabelledPart.Of(answer, batch) is var (own, labelled))
        {
            var error = loss.Training(own, labelled);
            total = total.Plus(error);
            Add(error.Read<float>(), labelled, batch, sums);
        }
        else
        {
            sums.Add(0, batch.Rows, 0);
        }
        if (total.requires_grad)
            update.Minimize(total, batch.Rows);
        if (watched is not null)
            StepGradients.Add(watched, sums);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var (features, answer) = Pass(batch.Features, batch);
        var known = Places(batch);
        AddDomains(Told(features, batch, known), known, sums);
        if (LabelledPart.Of(answer, batch) is not var (own, labelled))
        {
            sums.Add(0, batch.Rows, 0);
            return;
        }
        Add(loss.Mean(own, labelled).Read<float>(), labelled, batch, sums);
        loss.Measure(own, labelled, sums);
    }

    // A mean over the labelled rows, among all rows of the batch.
    private void Add(double error, TensorBatch labelled, TensorBatch batch, RowSums sums) =>
        sums.Add(error * loss.Unit * labelled.Rows / batch.Rows, batch.Rows, loss.WeightOf(labelled));

    private (Tensor Features, Tensor Answer) Pass(Tensor inputs, TensorBatch batch)
    {
        using var region = MixedPrecision.Begin(update.Options.Precision);
        var features = network.FeaturesOf(inputs, batch.LengthsIfAny);
        return (MixedPrecision.Single(features.flatten(1)), MixedPrecision.Single(network.AnswerTo(features)));
    }

    // For each domain the places of its rows.
    private Tensor[] Places(TensorBatch batch) =>
        [.. Enumerable.Range(0, domains).Select(domain => batch[BatchMember.Domains].eq(Numbers.Kept((long)domain)).nonzero().flatten())];

    // What the small network says of the domains, as a mean over those that are there; null without any.
    private Verdict? Told(Tensor features, TensorBatch batch, Tensor[] known)
    {
        var heard = !confusion.Method.Misleads ? features.detach()
            : features.Times(-_weight).Plus(features.detach(), 1 + _weight); // the features, with a gradient of -w
        var said = critic.call(heard);
        var (error, right, count) = ((Tensor?)null, 0.0, 0);
        for (var domain = 0; domain < domains; domain++)
        {
            if (known[domain].size(0) == 0)
                continue;
            var own = said.index_select(0, known[domain]);
            var target = full_like(known[domain], Numbers.Kept((long)domain));
            var cost = nn.functional.cross_entropy(own, target);
            error = error is null ? cost : error.Plus(cost);
            right += own.argmax(1).eq(target).ShareTrue();
            count++;
        }
        return error is null ? null : new Verdict(error.Over(count), right / count);
    }

    private static void AddDomains(Verdict? told, Tensor[] known, RowSums sums)
    {
        if (told is not null)
            sums.Add(MetricNames.DomainAccuracy, told.Accuracy, known.Sum(places => places.size(0)));
    }

    // The mean distance of every two domains with at least two rows in the batch; null where there are none.
    private Tensor? Apart(Tensor features, Tensor[] known)
    {
        Tensor[] parts = [.. known.Where(places => places.size(0) > 1).Select(places => features.index_select(0, places))];
        Tensor? total = null;
        for (var a = 0; a < parts.Length; a++)
            for (var b = a + 1; b < parts.Length; b++)
            {
                var distance = confusion.Method.Distance(parts[a], parts[b]);
                total = total is null ? distance : total.Plus(distance);
            }
        return total?.Over(parts.Length * (parts.Length - 1) / 2.0);
    }

    private sealed record Verdict(Tensor Error, double Accuracy);
}
