using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Tree-structured Parzen estimators (Bergstra et al., NeurIPS 2011): two densities, one over the better trials and one over the others;
/// of values drawn from the first those are tried at which it exceeds the second most. Dimensions are looked at together (Falkner, Klein
/// and Hutter, ICML 2018).
/// </summary>
public sealed record TreeParzenSearch : SearchMethod
{
    /// <summary>Trials drawn evenly from the whole space, before there are enough to learn from.</summary>
    /// <value>At least 2; the default is 10.</value>
    public int WarmUp { get; init; } = 10;

    /// <summary>Share of the trials, rounded up, that are the better ones.</summary>
    /// <value>In (0, 1); the default is 0.15.</value>
    public double GoodShare { get; init; } = 0.15;

    /// <summary>Values that are drawn for each trial, of which the most promising are tried.</summary>
    /// <value>At least 1; the default is 24.</value>
    public int Candidates { get; init; } = 24;

    internal override IReadOnlyDictionary<string, object> Next(
        IReadOnlyDictionary<string, SearchDimension> space, IReadOnlyList<SearchTrial> ranked, Random random)
    {
        if (ranked.Count < WarmUp)
            return Draw(space, random);
        var count = Math.Min(ranked.Count - 1, (int)Math.Ceiling(GoodShare * ranked.Count));
        var good = new ParzenMixture(space, [.. ranked.Take(count).Select(trial => trial.Values)]);
        var others = new ParzenMixture(space, [.. ranked.Skip(count).Select(trial => trial.Values)]);
        return Enumerable.Range(0, Candidates).Select(_ => good.Draw(random))
            .MaxBy(values => good.LogDensity(values) - others.LogDensity(values))!;
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(WarmUp, 2, $"{name}.{nameof(WarmUp)}");
        if (!(GoodShare is > 0 and < 1))
            faults.Add($"{name}.{nameof(GoodShare)}", GoodShare, "in (0, 1)");
        faults.AtLeast(Candidates, 1, $"{name}.{nameof(Candidates)}");
    }
}
