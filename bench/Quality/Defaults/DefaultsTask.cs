namespace DeepML.Bench;

/// <summary>
/// How well networks do for whoever sets no option: default options, raw columns, three seeds, beside simple methods on the same rows,
/// and which of the bars they are held to they pass.
/// </summary>
internal sealed class DefaultsTask : IQualityTask
{
    public string Name => "defaults";

    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        var bars = new Bars();
        foreach (var part in Parts().Where(part => IsAskedFor(part.Name, asked)))
            foreach (var result in part.Measure(bars))
                yield return result;
        foreach (var result in bars.Summary())
            yield return result;
    }

    private static IEnumerable<DefaultsPart> Parts() =>
    [
        .. SupervisedParts.All(),
        .. ShiftParts.All(),
        .. SequenceParts.All(),
        .. TextParts.All(),
        .. MixedParts.All(),
        .. CodeParts.All(),
        .. FeatureParts.All(),
        .. AnomalyParts.All(),
        .. ImputationParts.All(),
    ];

    // A part's results begin with its name, so a longer name asks for the part that has it.
    private static bool IsAskedFor(string part, string[] asked) =>
        Catalog.IsAskedFor(part, asked) || asked.Any(a => a.StartsWith(part + ".", StringComparison.Ordinal));
}
