using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// Finds a learning rate for any network: it is trained at rates that rise from batch to batch, until the loss rises too (Smith,
/// arXiv:1506.01186). The network is not kept.
/// </summary>
public static class LearningRateFinder
{
    private const int FewestBatches = 10;

    /// <summary>Trains once, over rising rates.</summary>
    /// <param name="data">The training rows.</param>
    /// <param name="create">
    /// From how to train to the estimator, or the chain with it: the options must be those of its <c>Training</c>.
    /// </param>
    /// <param name="options">The rates; null for the defaults.</param>
    /// <returns>The losses by rate, up to where they rise for good.</returns>
    /// <exception cref="ArgumentException">
    /// Options are out of range, or the estimator does not train by the options that it was given.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, or the training fails for another reason than a high rate.
    /// </exception>
    public static LearningRateCurve Run(
        IDataView data, Func<TrainingOptions, IEstimator<ITransformer>> create, LearningRateFinderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(create);
        options ??= new LearningRateFinderOptions();
        options.Validate();
        var rows = RowCounts.Of(data);
        var batches = Math.Max(1, (rows + options.Training.RowsPerBatch - 1) / options.Training.RowsPerBatch);
        var recorder = new Recorder();
        var training = options.Training with
        {
            Epochs = (int)((options.Steps + batches - 1) / batches),
            LearningRate = options.LowestRate,
            Schedule = new Rising(options.HighestRate / options.LowestRate, (double)options.Steps / batches),
            ValidationFraction = 0,
            EarlyStopping = null,
            CheckpointDirectory = null,
            WhenStopped = StopBehavior.ReturnBest,
            Callbacks = [.. options.Training.Callbacks, recorder],
        };
        try
        {
            using var model = create(training).Fit(data) as IDisposable;
        }
        catch (InvalidOperationException) when (recorder.IsOver)
        {
            // The last rate was too high for numbers to stay finite, which is where the curve ends.
        }
        return recorder.Losses.Count > 0
            ? new LearningRateCurve(recorder.Rates, recorder.Losses)
            : throw new ArgumentException(
                "No batch was trained with the options that create was given: hand them to the estimator as its Training.", nameof(create));
    }

    // From the first rate to as many times as much, by the same factor in each batch.
    private sealed record Rising(double Times, double Epochs) : LearningRateSchedule
    {
        public override bool MovesWithinEpoch => true;

        public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses) =>
            Math.Pow(Times, Math.Min(1, epoch / Epochs));
    }

    private sealed class Recorder : TrainingCallback
    {
        private readonly RunningMean _mean = new(LearningRateCurve.Kept);
        private double _lowest = double.PositiveInfinity;
        private double _before; // the sum of losses of the epoch
        private int? _phase;

        public List<double> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        public bool IsOver { get; private set; }

        protected internal override void BatchFinished(TrainingStatus status)
        {
            if (status.Options.Schedule is not Rising || (_phase ??= status.Phase) != status.Phase || IsOver)
                return;
            var progress = status.Progress;
            var sum = progress.TrainingLoss * progress.Batch;
            var loss = sum - (progress.Batch > 1 ? _before : 0);
            _before = sum;
            IsOver = !double.IsFinite(loss);
            if (IsOver)
                return;
            Rates.Add(progress.LearningRate);
            Losses.Add(loss);
            var mean = _mean.Add(loss);
            _lowest = Math.Min(_lowest, mean);
            IsOver = Losses.Count > FewestBatches && mean - _lowest > (LearningRateCurve.Diverged - 1) * Math.Abs(_lowest);
            if (IsOver)
                status.Stop("the loss has risen to four times its lowest");
        }
    }
}
