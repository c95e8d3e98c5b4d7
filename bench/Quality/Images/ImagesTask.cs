namespace DeepML.Bench;

/// <summary>
/// Pictures into pictures on MNIST's test digits, 8,000 to learn from and 2,000 measured: "images.translate" asks for a part. Settings were
/// chosen on a tenth of the 8,000.
/// </summary>
internal sealed class ImagesTask : IQualityTask
{
    private static readonly (string Name, Func<IEnumerable<(string Name, double Value)>> Run)[] Parts =
    [
        ("images.translate", DigitsFromEdges.Run),
    ];

    /// <inheritdoc/>
    public string Name => "images";

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run(string[] asked) =>
        Parts.Where(part => Catalog.IsAskedFor(part.Name, asked) || asked.Contains(Name)).SelectMany(part => part.Run());
}
