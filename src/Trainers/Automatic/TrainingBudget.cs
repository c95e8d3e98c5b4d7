using System.Globalization;
using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>What is trained how long where the options leave it open: the written rule of docs/defaults.md.</summary>
/// <remarks>
/// It follows from counts alone, never from timing: the same rows and seed give the same weights on every machine of a kind.
/// </remarks>
internal static class TrainingBudget
{
    /// <summary>Learning rate of options that set their epochs but no rate.</summary>
    public const double UsualRate = 1e-3;

    /// <summary>Rows per batch of options that set their epochs but no batch size.</summary>
    public const int UsualBatchSize = 32;

    /// <summary>Fewer rows than this hold none out by themselves: too few to judge by, and too few to miss.</summary>
    public const int FewestRowsToHoldOutOf = 150;

    private const int FewestHeldOut = 30;
    private const int MostSteps = 10_000;
    private const int FewestEpochs = 8;
    private const int MostEpochs = 300;
    private const int FewestSteps = 300;

    // Multiplications of forward passes over a whole training: about ten seconds of one core for a thousand rows, a minute for ten
    // thousand.
    private const double WorkOfThousandRows = 4e10;
    private const double MostWork = 2.5e11;

    /// <summary>Share of the rows to hold out.</summary>
    /// <param name="rows">Rows in all; null if they are not counted.</param>
    /// <returns>A tenth, at least thirty rows; 0 for very few.</returns>
    public static double HeldOutShare(long? rows) =>
        rows is not { } count ? 0.1
        : count < FewestRowsToHoldOutOf ? 0
        : Math.Max(0.1, FewestHeldOut / (double)count);

    /// <summary>Rows per batch: the power of two nearest to the square root of the rows, in [8, 1024].</summary>
    /// <param name="rows">Rows to learn from.</param>
    public static int BatchSize(long rows) => 1 << (int)Math.Clamp(Math.Round(Math.Log2(Math.Max(1, rows)) / 2), 3, 10);

    /// <summary>Most epochs: as many as the budget of steps and of work allows.</summary>
    /// <param name="rows">Rows to learn from.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="multiplicationsPerRow">Of one forward pass.</param>
    public static int Epochs(long rows, int batchSize, double multiplicationsPerRow)
    {
        var perEpoch = (double)((rows + batchSize - 1) / batchSize);
        var work = Math.Min(MostWork, WorkOfThousandRows * Math.Max(0.5, rows / 1000.0));
        var byWork = work / (rows * multiplicationsPerRow);
        var most = Math.Min(MostSteps / perEpoch, byWork);
        var least = Math.Max(FewestEpochs, Math.Min(FewestSteps / perEpoch, 100));
        return (int)Math.Clamp(Math.Round(most), Math.Ceiling(least), MostEpochs);
    }

    /// <summary>Epochs without a gain after which training ends: a fifth of all, in [5, 40].</summary>
    public static int Patience(int epochs) => Math.Clamp(epochs / 5, 5, 40);

    /// <summary>Fills in what options without epochs leave open.</summary>
    /// <param name="options">The options; their epochs are null.</param>
    /// <param name="step">What is trained.</param>
    /// <param name="training">Rows to learn from.</param>
    /// <param name="hasHeldOut">Whether there are rows to judge by.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    public static TrainingOptions Fill(
        TrainingOptions options, TrainingStep step, IBatchSource training, bool hasHeldOut, ICollection<AutomaticChoice> chosen)
    {
        var rows = training.RowCount;
        var work = WorkPerRow(step, training);
        var size = options.BatchSize ?? Chosen(BatchSize(rows), nameof(options.BatchSize), $"{rows} rows");
        var epochs = Chosen(
            Epochs(rows, size, work / options.WorkShare), nameof(options.Epochs),
            $"at most; {(rows + size - 1) / size} steps an epoch, {work:G3} multiplications a row");
        var filled = options with { BatchSize = size, Epochs = epochs };
        if (options is { Schedule: null, Optimizer.SearchesSteps: false })
        {
            filled = filled with { Schedule = new CosineSchedule { WarmUpEpochs = Math.Min(1, epochs / 20.0) } };
            Chosen("cosine", nameof(options.Schedule), $"{epochs} planned epochs");
        }
        if (options.EarlyStopping is null && hasHeldOut && step.LossTellsProgress)
            filled = filled with
            {
                EarlyStopping = new EarlyStopping
                {
                    Patience = Chosen(
                    Patience(epochs), "EarlyStopping.Patience", $"{epochs} epochs, held-out rows")
                },
            };
        return filled;

        T Chosen<T>(T value, string option, FormattableString reason)
        {
            chosen.Add(new AutomaticChoice($"Training.{option}", Convert.ToString(value, CultureInfo.InvariantCulture)!,
                reason.ToString(CultureInfo.InvariantCulture)));
            return value;
        }
    }

    private static double WorkPerRow(TrainingStep step, IBatchSource training)
    {
        using var sample = training.Epoch(UsualBatchSize, shuffleSeed: null).First();
        return NetworkWork.MultiplicationsPerRow(step.Network, sample);
    }
}
