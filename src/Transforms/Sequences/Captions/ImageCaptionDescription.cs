using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a network that writes sentences on pictures, beside its weights.</summary>
/// <param name="OutputColumn">Name of the sentences.</param>
/// <param name="InputColumn">Name of the pictures.</param>
/// <param name="Format">Size and layout of the pictures.</param>
/// <param name="Architecture">What reads and what writes.</param>
/// <param name="MaximumLength">Words of a sentence at most.</param>
/// <param name="BeamWidth">Sentences kept while writing.</param>
/// <param name="Words">The values behind the keys; null if they have none.</param>
/// <param name="History">Of the training.</param>
internal sealed record ImageCaptionDescription(
    string OutputColumn, string InputColumn, ImageFormat Format, SequenceToSequenceArchitecture Architecture, int MaximumLength,
    int BeamWidth, KeyValues? Words, TrainingHistory History) : IModelDescription<SequenceToSequenceNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        var front = Architecture.Encoder.Front;
        Sound.That(front is { ReadsPlaces: true }, "it reads no places of pictures");
        Sound.That(
            (front!.Pictures.Channels, front.Pictures.Height, front.Pictures.Width) == (Format.Channels, Format.Height, Format.Width),
            "the pictures of format and network differ");
        ArchitectureChecks.Check(Architecture.Encoder, new SequenceShape(0, Format.Count, 1));
        ArchitectureChecks.CheckWriter(Architecture, MaximumLength, BeamWidth);
        Words?.Check(Architecture.TargetCount);
    }

    /// <inheritdoc/>
    public SequenceToSequenceNetwork CreateNetwork() => SequenceToSequenceNetwork.Of(Architecture);

    /// <summary>The column added.</summary>
    public OutputColumn Output() =>
        new KeySequenceOutput(OutputColumn, Architecture.TargetCount, MaximumLength, KeySequences.Annotations(Words));
}
