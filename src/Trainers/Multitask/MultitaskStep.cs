using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Back-propagation of several losses at once: Σ w·L over the tasks, each the mean over the rows of a batch that have its label. With
/// learned noise a task weighs e^-s of its loss, at the price of s/2, s = ln σ² (Kendall, Gal and Cipolla, CVPR 2018); with bodies of
/// their own tasks pay λ·Σ‖W_A - W_B‖² for differing.
/// </summary>
/// <param name="network">What learns.</param>
/// <param name="update">Over its parameters; disposed with the step.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="distanceWeight">λ; 0 with one body.</param>
/// <param name="augmentation">Random changes of pictures; null for none.</param>
internal sealed class MultitaskStep(
    MultitaskNetwork network, WeightUpdate update, IReadOnlyList<TaskLoss> tasks, double distanceWeight,
    PictureAugmentation? augmentation = null) : TrainingStep
{
    private readonly ImageAugmenter? _augmenter = augmentation is null ? null : new ImageAugmenter(augmentation);

    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

    /// <inheritdoc/>
    public override bool LossTellsProgress => true;

    /// <inheritdoc/>
    public override object Identity => new
    {
        DistanceWeight = distanceWeight,
        Augmentation = augmentation,
        Tasks = tasks.Select(task => new { task.Name, task.Weight, Loss = task.Loss.Identity }).ToArray(),
    };

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        var inputs = TrainingNoise.OnInputs(batch.Features, update.Options);
        if (_augmenter is not null)
        {
            using var gradientsOff = no_grad();
            inputs = _augmenter.Apply(inputs);
        }
        using var watched = update.Options.MeasureGradients ? StepGradients.Watched(inputs, batch) : null;
        using var statistics = RunningStatistics.ForOneRow(network, batch);
        var answer = network.Answer(watched ?? inputs, batch.LengthsIfAny);
        var (total, plain) = (zeros(1, device: answer.device).sum(), 0.0);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (RowsOf(tasks[i], answer, batch) is not { } rows)
                continue;
            var loss = tasks[i].Loss.Training(rows.Features, rows);
            plain += tasks[i].Weight * loss.Read<float>();
            total = total.Plus(Weighed(loss, i).Times(tasks[i].Weight));
        }
        if (distanceWeight > 0 && network.Distance() is { } distance)
            total = total.Plus(distance.Times(distanceWeight));
        if (total.requires_grad)
            update.Minimize(total, batch.Rows);
        if (watched is not null)
            StepGradients.Add(watched, sums);
        sums.Add(plain, batch.Rows);
    }

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var answer = network.Answer(batch.Features, batch.LengthsIfAny);
        var total = 0.0;
        foreach (var task in tasks)
        {
            if (RowsOf(task, answer, batch) is not { } rows)
                continue;
            var loss = task.Loss.Mean(rows.Features, rows).Read<float>();
            total += task.Weight * loss;
            sums.Add($"{task.Name} loss", loss * task.Loss.Unit, rows.Rows);
            var measured = new RowSums();
            task.Loss.Measure(rows.Features, rows, measured);
            foreach (var (metric, mean) in measured.MeanMetrics)
                sums.Add($"{task.Name} {metric}", mean, rows.Rows);
        }
        sums.Add(total, batch.Rows);
    }

    // The loss as learned noise weighs it.
    private Tensor Weighed(Tensor loss, int task)
    {
        if (network.LogVariance is not { } variances)
            return loss;
        var own = variances.select(0, task);
        return (own.neg().exp() * loss).Times(tasks[task].IsOfNumbers ? 0.5 : 1).Plus(own.Times(0.5));
    }

    // The task's answers to the rows that have its label, as features, and their labels; null where there are none. The batch's scope owns
    // what is made.
    private static TensorBatch? RowsOf(TaskLoss task, Tensor answer, TensorBatch batch)
    {
        var places = task.Slice.Places(batch.Targets);
        if (places.size(0) == 0)
            return null;
        var own = answer.narrow(1, task.Start, task.Size).index_select(0, places);
        return new TensorBatch(own, task.Slice.Of(batch.Targets.index_select(0, places)));
    }
}
