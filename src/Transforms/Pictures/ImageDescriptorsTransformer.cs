using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds numbers that describe shape, colour and edges of each picture, as features for other trainers.</summary>
[ArchiveKind("ImageDescriptors", version: 1)]
public sealed class ImageDescriptorsTransformer
    : ScoringTransformer, IArchived<ImageDescriptorsTransformer, DescriptorDescription, DescriptorNetwork>
{
    internal ImageDescriptorsTransformer(
        IHostEnvironment environment, DescriptorDescription description, DescriptorNetwork network, Device device)
        : base(
            environment, description, network, device, [new ImageInput(description.InputColumn, "input", description.Format)],
            ScoredOutputs.Of(description.Output(), pictures => network.call(pictures[0])))
    {
    }

    /// <summary>Number of features.</summary>
    public int FeatureCount => ((DescriptorDescription)Description).Architecture.Count;

    static ImageDescriptorsTransformer IArchived<ImageDescriptorsTransformer, DescriptorDescription, DescriptorNetwork>.From(
        DescriptorDescription description, DescriptorNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of measurements.</summary>
internal sealed record DescriptorDescription(
    string OutputColumn, string InputColumn, ImageFormat Format, DescriptorArchitecture Architecture) : IModelDescription<DescriptorNetwork>
{
    // Nothing was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>The column that is added, with the names of its slots.</summary>
    public OutputColumn Output() => new VectorOutput(OutputColumn, Architecture.Count, _ => Names());

    /// <inheritdoc/>
    public void Check()
    {
        PictureChecks.Check((Architecture.Channels, Architecture.Height, Architecture.Width), Format);
        Sound.InRange(Architecture.ColorBins, 0, 256, nameof(Architecture.ColorBins));
        Sound.InRange(Architecture.GradientBins, 0, 360, nameof(Architecture.GradientBins));
        Sound.InRange(Architecture.GradientCell, 1, Sound.MostNumbers, nameof(Architecture.GradientCell));
        Sound.That(
            Architecture.GradientBins == 0 || (Architecture.CellRows > 1 && Architecture.CellColumns > 1),
            "the squares of directions are larger than half of a picture");
        Sound.Size(Architecture.Numbers, "the number of features");
    }

    /// <inheritdoc/>
    public DescriptorNetwork CreateNetwork() => new(Architecture);

    private DataViewSchema.Annotations Names()
    {
        var names = Architecture.Names().Select(name => name.AsMemory()).ToArray();
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            AnnotationNames.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(names.Length, names));
        return builder.ToAnnotations();
    }
}
