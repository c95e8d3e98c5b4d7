namespace DeepML.Bench;

/// <summary>
/// Pictures into pictures on MNIST's test digits, 8,000 to learn from and 2,000 measured: "images.translate" asks for a part. Settings were
/// chosen on a tenth of the 8,000.
/// </summary>
internal sealed class ImagesTask : IQualityTask
{
    /// <summary>Seeds whose mean is reported: a whole run takes most of an hour.</summary>
    public const int MeasuredSeeds = 2;

    private static readonly (string Name, Func<IEnumerable<(string Name, double Value)>> Run)[] Parts =
    [
        ("images.superres", LargerDigits.Run),
        ("images.inpaint", HoledDigits.Run),
        ("images.watermark", MarkedPictures.Run),
        ("images.colour", ColouredDigits.Run),
        ("images.segment", SegmentedShapes.Run),
        ("images.translate", DigitsFromEdges.Run),
        ("images.unpaired", UnpairedDigits.Run),
    ];

    /// <inheritdoc/>
    public string Name => "images";

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run(string[] asked) =>
        Parts.Where(part => Catalog.IsAskedFor(part.Name, asked) || asked.Contains(Name)).SelectMany(part => part.Run());
}
