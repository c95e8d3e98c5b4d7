using System.Globalization;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Finds a learning rate: batches are learned from at rates that rise from batch to batch, until the loss rises too (Smith,
/// arXiv:1506.01186); then everything is put back as it was.
/// </summary>
/// <remarks>It draws what it needs from the run's seed: the same training finds the same rate.</remarks>
internal static class RangeTest
{
    private const int MostSteps = 100;
    private const int FewestSteps = 50; // of fewer, noise decides: each stands for a rate of its own
    private const double ShareOfBudget = 0.05;
    private const double Lowest = 1e-5;
    private const double Highest = 1;
    private const double LowestChosen = 1e-4;
    private const double HighestChosen = 1e-2;

    /// <summary>The rate as a multiple of <see cref="TrainingBudget.UsualRate"/>; 1 where the budget is too short for a test.</summary>
    /// <param name="run">The run, before its first batch, with the network in training mode.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    public static double Factor(TrainingRun run, ICollection<AutomaticChoice> chosen)
    {
        var steps = (int)Math.Min(MostSteps, (long)run.BatchesPerEpoch * run.Options.EpochCount * ShareOfBudget);
        if (steps < FewestSteps)
        {
            Add(chosen, TrainingBudget.UsualRate, "the usual rate; too few steps are planned to test others");
            return 1;
        }
        using var before = new RunSnapshot(run);
        before.Take();
        var losses = Losses(run, steps);
        before.Restore();
        foreach (var update in run.Step.Updates)
            update.ScaleRate(1);
        var rate = Math.Clamp(Rate(Lowest, losses.IndexOf(losses.Min()), steps) / LearningRateCurve.Below, LowestChosen, HighestChosen);
        Add(chosen, rate,
            FormattableString.Invariant($"a tenth of the rate at which the loss was lowest in {losses.Count} trial steps at rates ")
            + FormattableString.Invariant($"from {Lowest:G2} up, between {LowestChosen} and {HighestChosen}"));
        return rate / TrainingBudget.UsualRate;
    }

    // Smoothed losses, one a step, up to where the loss rises for good.
    private static List<double> Losses(TrainingRun run, int steps)
    {
        var losses = new List<double>();
        var (mean, best) = (new RunningMean(LearningRateCurve.Kept), double.PositiveInfinity);
        run.Step.EpochStarting(1, run.Options.EpochCount);
        foreach (var batch in Batches(run, steps))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            foreach (var update in run.Step.Updates)
                update.ScaleRate(Rate(Lowest, losses.Count, steps) / TrainingBudget.UsualRate);
            run.Random.SeedBatch(run.Phase, 0, losses.Count);
            var sums = new RowSums();
            run.Learn(batch, sums);
            var smooth = mean.Add(sums.MeanLoss);
            if (!double.IsFinite(smooth) || (losses.Count > 5 && smooth > LearningRateCurve.Diverged * best))
                break;
            losses.Add(smooth);
            best = Math.Min(best, smooth);
        }
        return losses.Count > 0 ? losses : [0];
    }

    private static IEnumerable<Data.TensorBatch> Batches(TrainingRun run, int steps)
    {
        for (var (epoch, done) = (1, 0); done < steps; epoch++)
            foreach (var batch in run.Training.Epoch(run.Options.RowsPerBatch, run.Random.ShuffleSeed(epoch, run.Phase)))
            {
                yield return batch;
                if (++done == steps)
                    yield break;
            }
    }

    private static double Rate(double lowest, int step, int steps) => lowest * Math.Pow(Highest / lowest, step / Math.Max(1.0, steps - 1));

    private static void Add(ICollection<AutomaticChoice> chosen, double rate, string reason) =>
        chosen.Add(new AutomaticChoice("Training.LearningRate", rate.ToString("G3", CultureInfo.InvariantCulture), reason));
}
