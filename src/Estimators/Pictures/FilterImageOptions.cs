using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Pictures, and what is done to them.</summary>
public sealed record FilterImageOptions
{
    /// <summary>What is done, one after the other.</summary>
    /// <value>At least one filter.</value>
    public IReadOnlyList<ImageFilter> Filters { get; init; } = [];

    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel. Images are read as 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    internal ImageFormat Format => new(Channels, Height, Width);

    internal void Validate()
    {
        var faults = new OptionFaults();
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        if (Filters is not { Count: > 0 })
            faults.Add(nameof(Filters), Filters is null ? null : "empty", "a list of at least one filter");
        for (var i = 0; i < (Filters?.Count ?? 0); i++)
            if (faults.Given(Filters![i], $"{nameof(Filters)}[{i}]"))
                Filters[i].Validate(
                    new PartFaults($"{nameof(Filters)}[{i}] ({SavedAsAttribute.NameOf(Filters[i].GetType())})", faults.Add));
        faults.ThrowIfAny("options");
    }
}
