using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a masked-token model beside its weights.</summary>
/// <param name="OutputColumn">Name of the features.</param>
/// <param name="InputColumn">Name of the sequences.</param>
/// <param name="Shape">What that column holds.</param>
/// <param name="Architecture">The network.</param>
/// <param name="Features">What is given of a sequence.</param>
/// <param name="Values">The values behind the keys; null if there are none.</param>
/// <param name="History">What happened in training.</param>
internal sealed record MaskedTokenDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, MaskedTokenArchitecture Architecture, TokenFeatures Features,
    KeyValues? Values, TrainingHistory History)
    : IModelDescription<MaskedTokenNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Encoder, Shape);
        Sound.InRange(Shape.KeyCount, 1, Sound.MostNumbers, "KeyCount");
        Sound.That(Enum.IsDefined(Features), "Features is none that is known");
        Sound.Product("the numbers of a sequence", Shape.MaximumLength, Architecture.Encoder.Stack.OutputSize);
        Values?.Check(Shape.KeyCount);
    }

    /// <inheritdoc/>
    public MaskedTokenNetwork CreateNetwork() => new(Architecture);

    /// <summary>The column added.</summary>
    public OutputColumn Output() => Features == TokenFeatures.PerToken
        ? new NumberSequenceOutput(OutputColumn, Architecture.Encoder.Stack.OutputSize, Shape.MaximumLength)
        : new VectorOutput(OutputColumn, Architecture.Encoder.Stack.OutputSize);
}
