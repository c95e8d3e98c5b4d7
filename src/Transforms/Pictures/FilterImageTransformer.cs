using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Classic operations on pictures: adds what they make of each.</summary>
[ArchiveKind("FilterImage", version: 1)]
public sealed class FilterImageTransformer : ScoringTransformer, IArchived<FilterImageTransformer, FilterDescription, FilterNetwork>
{
    internal FilterImageTransformer(IHostEnvironment environment, FilterDescription description, FilterNetwork network, Device device)
        : base(
            environment, description, network, device, [new ImageInput(description.InputColumn, "input", description.Format)],
            ScoredOutputs.Of(description.Output(), pictures => network.call(pictures[0]).flatten(1)))
    {
    }

    static FilterImageTransformer IArchived<FilterImageTransformer, FilterDescription, FilterNetwork>.From(
        FilterDescription description, FilterNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of filters.</summary>
/// <param name="OutputColumn">The filtered pictures.</param>
/// <param name="InputColumn">The pictures.</param>
/// <param name="Format">How the input column holds them.</param>
/// <param name="MakesImages">Whether they come out as pictures; else as vectors, one plane after the other.</param>
/// <param name="Architecture">The filters.</param>
internal sealed record FilterDescription(
    string OutputColumn, string InputColumn, ImageFormat Format, bool MakesImages, FilterArchitecture Architecture)
    : IModelDescription<FilterNetwork>
{
    // Nothing was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>The column that is added.</summary>
    public OutputColumn Output()
    {
        var shape = Architecture.Output();
        return MakesImages
            ? new ImageOutput(OutputColumn, shape.Channels, shape.Height, shape.Width)
            : new VectorOutput(OutputColumn, shape.Count);
    }

    /// <inheritdoc/>
    public void Check()
    {
        PictureChecks.Check((Architecture.Channels, Architecture.Height, Architecture.Width), Format);
        for (var i = 0; i < Architecture.Filters.Length; i++)
            Architecture.Filters[i].Validate(Sound.Part($"Filters[{i}]"));
        var shape = Architecture.Output();
        Sound.Product("the numbers of a picture that comes out", shape.Channels, shape.Height, shape.Width);
        Sound.That(!MakesImages || shape.Channels is 1 or 3, "pictures come out with other than 1 or 3 channels");
    }

    /// <inheritdoc/>
    public FilterNetwork CreateNetwork() => new(Architecture);
}
