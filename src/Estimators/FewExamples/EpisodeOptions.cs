using DeepML.Trainers;

namespace DeepML;

/// <summary>What an episode of training is like: a small task, drawn anew each time, of telling classes apart by a few rows.</summary>
public sealed record EpisodeOptions
{
    /// <summary>
    /// Classes that are told apart; more make it harder, and the network better (Snell, Swersky and Zemel, NeurIPS 2017).
    /// </summary>
    /// <value>At least 2, at most the classes there are; null (the default) takes all, up to 20.</value>
    public int? Ways { get; init; }

    /// <summary>Rows of each class whose mean is its prototype: as many as there will be of new classes.</summary>
    /// <value>
    /// At least 1, fewer than each class has training rows; null (the default) takes 5, or as many as the smallest class allows.
    /// </value>
    public int? Shots { get; init; }

    /// <summary>Other rows of each class that are told apart; of classes with fewer some come more than once.</summary>
    /// <value>At least 1; the default is 10.</value>
    public int Queries { get; init; } = 10;

    /// <summary>Episodes in an epoch, each a step of the optimizer.</summary>
    /// <value>At least 1; the default is 100.</value>
    public int PerEpoch { get; init; } = 100;

    internal void Validate(OptionFaults faults, string name)
    {
        if (Ways is { } ways)
            faults.AtLeast(ways, 2, $"{name}.{nameof(Ways)}");
        if (Shots is { } shots)
            faults.AtLeast(shots, 1, $"{name}.{nameof(Shots)}");
        faults.AtLeast(Queries, 1, $"{name}.{nameof(Queries)}");
        faults.AtLeast(PerEpoch, 1, $"{name}.{nameof(PerEpoch)}");
    }
}
