using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a network that labels sequences beside its weights.</summary>
/// <param name="OutputColumn">Name of the labels.</param>
/// <param name="InputColumn">Name of the sequences.</param>
/// <param name="Shape">What that column holds.</param>
/// <param name="Architecture">The network: a tag more than there are labels, the first of which is none.</param>
/// <param name="BeamWidth">Beginnings kept while labels are read; 1 joins the likeliest answers.</param>
/// <param name="LabelValues">The values behind the labels' keys; null if there are none.</param>
/// <param name="History">What happened in training.</param>
internal sealed record SequenceLabellingDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, RecurrentTaggingArchitecture Architecture, int BeamWidth,
    KeyValues? LabelValues, TrainingHistory History)
    : IModelDescription<RecurrentTaggingNetwork>
{
    /// <summary>Number of labels.</summary>
    public int LabelCount => Architecture.TagCount - 1;

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Encoder, Shape);
        Sound.InRange(Architecture.TagCount, 2, Sound.MostNumbers, nameof(Architecture.TagCount));
        Sound.Size(BeamWidth, nameof(BeamWidth));
        LabelValues?.Check(LabelCount);
    }

    /// <inheritdoc/>
    public RecurrentTaggingNetwork CreateNetwork() => new(Architecture);

    /// <summary>The column added.</summary>
    public OutputColumn Output() =>
        new KeySequenceOutput(OutputColumn, LabelCount, Shape.MaximumLength, KeySequences.Annotations(LabelValues));
}
