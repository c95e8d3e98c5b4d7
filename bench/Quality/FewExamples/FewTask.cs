namespace DeepML.Bench;

/// <summary>Classes of which there are few rows or none: MNIST's digits. "few.shots" asks for a part.</summary>
internal sealed class FewTask : IQualityTask
{
    private static readonly (string Name, Func<IEnumerable<(string Name, double Value)>> Run)[] Parts =
    [
        ("few.shots", FewShotDigits.Run),
        ("few.zeroshot", DescribedDigits.Run),
        ("few.metric", EmbeddedDigits.Run),
    ];

    /// <inheritdoc/>
    public string Name => "few";

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        if (MnistRows.Exist)
            return Parts.Where(part => Catalog.IsAskedFor(part.Name, asked) || asked.Contains(Name)).SelectMany(part => part.Run());
        Console.Error.WriteLine("few: the files of MNIST are not on this machine.");
        return [];
    }
}
