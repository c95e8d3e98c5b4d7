using System.Diagnostics;
using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The only epoch loop: every architecture trains through it and differs in its <see cref="TrainingStep"/>.</summary>
/// <param name="options">How to train.</param>
/// <param name="random">Owner of chance during this fit.</param>
internal sealed class TrainingLoop(TrainingOptions options, TrainingRandom random)
{
    /// <summary>Called after every epoch.</summary>
    public Action<EpochProgress>? EpochFinished { get; init; }

    /// <summary>Trains for the planned number of epochs.</summary>
    /// <returns>The epochs, in order.</returns>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer a finite number.</exception>
    public IReadOnlyList<EpochProgress> Run(TrainingStep step, IBatchSource training)
    {
        var history = new List<EpochProgress>();
        var clock = Stopwatch.StartNew();
        step.Network.train();
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var started = clock.Elapsed;
            var sums = RunEpoch(step, training, epoch);
            var seconds = (clock.Elapsed - started).TotalSeconds;
            var remaining = clock.Elapsed / epoch * (options.Epochs - epoch);
            var progress = new EpochProgress(
                epoch, options.Epochs, sums.MeanLoss, options.LearningRate, sums.Rows / seconds, clock.Elapsed, remaining);
            history.Add(progress);
            EpochFinished?.Invoke(progress);
            options.Progress?.Report(progress);
        }
        step.Network.eval();
        return history;
    }

    private RowSums RunEpoch(TrainingStep step, IBatchSource training, int epoch)
    {
        var sums = new RowSums();
        var number = 0;
        foreach (var batch in training.Epoch(options.BatchSize, random.ShuffleSeed(epoch)))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            options.Cancellation.ThrowIfCancellationRequested();
            step.Train(batch, sums);
            number++;
            if (!double.IsFinite(sums.MeanLoss))
                throw new InvalidOperationException(
                    $"The loss is {sums.MeanLoss} in epoch {epoch}, batch {number}, with a learning rate of {options.LearningRate}. "
                    + "Lower the learning rate, or scale the inputs.");
        }
        return sums;
    }
}
