namespace DeepML.Bench;

/// <summary>
/// The classics: networks that store patterns, topics of counted words, LeNet-5 as printed, pictures in two values, and the worked numbers
/// that are tests. "classics.topics" asks for a part.
/// </summary>
internal sealed class ClassicsTask : IQualityTask
{
    private static readonly (string Name, Func<IEnumerable<(string Name, double Value)>> Run)[] Parts =
    [
        ("classics.patterns", StoredPatterns.Run),
        ("classics.topics", TopicCorpus.Run),
        ("classics.otsu", NoisyShapes.Run),
        ("classics.augment", AddedReconstructions.Run),
        ("classics.motion", MovingFigure.Run),
        ("classics.golden", GoldenRows.Run),
        ("classics.lenet1998", LeNet1998.Run),
    ];

    /// <inheritdoc/>
    public string Name => "classics";

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run(string[] asked) =>
        Parts.Where(part => Catalog.IsAskedFor(part.Name, asked) || asked.Contains(Name)).SelectMany(part => part.Run());
}
