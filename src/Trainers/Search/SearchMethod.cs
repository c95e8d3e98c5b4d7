using DeepML.Trainers;

namespace DeepML;

/// <summary>How a <c>HyperparameterSearch</c> comes from the trials so far to the next.</summary>
public abstract record SearchMethod
{
    private protected SearchMethod()
    {
    }

    /// <summary>The values of the next trial.</summary>
    /// <param name="space">What may vary.</param>
    /// <param name="ranked">The trials so far, the best first, behind them those that failed.</param>
    /// <param name="random">Chance.</param>
    internal abstract IReadOnlyDictionary<string, object> Next(
        IReadOnlyDictionary<string, SearchDimension> space, IReadOnlyList<SearchTrial> ranked, Random random);

    internal virtual void Validate(OptionFaults faults, string name)
    {
    }

    /// <summary>Values drawn evenly from the whole space.</summary>
    private protected static IReadOnlyDictionary<string, object> Draw(IReadOnlyDictionary<string, SearchDimension> space, Random random) =>
        space.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value.At(random.NextDouble()));
}
