using DeepML.Trainers;

namespace DeepML;

/// <summary>The rates that a <see cref="LearningRateFinder"/> tries.</summary>
public sealed record LearningRateFinderOptions
{
    /// <summary>The first rate.</summary>
    /// <value>Above 0; the default is 1e-6.</value>
    public double LowestRate { get; init; } = 1e-6;

    /// <summary>The last rate, which a loss that rises for good is not waited for.</summary>
    /// <value>Above <see cref="LowestRate"/>; the default is 1.</value>
    public double HighestRate { get; init; } = 1;

    /// <summary>Batches that the rate takes to rise; rows that end in the middle of an epoch may make a few more of them.</summary>
    /// <value>In [20, 100,000]; the default is 150.</value>
    public int Steps { get; init; } = 150;

    /// <summary>
    /// How else is trained: optimizer, batch size, regularization, seed. Rate, schedule, epochs and rows held out are the finder's own.
    /// </summary>
    /// <value>The default are those of <see cref="TrainingOptions"/>.</value>
    public TrainingOptions Training { get; init; } = new();

    internal void Validate()
    {
        var faults = new OptionFaults();
        faults.Above(LowestRate, 0, nameof(LowestRate));
        faults.Above(HighestRate, LowestRate, nameof(HighestRate));
        faults.InRange(Steps, 20, 100_000, nameof(Steps));
        faults.Given(Training, nameof(Training));
        faults.ThrowIfAny("options");
    }
}
