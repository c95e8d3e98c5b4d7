using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of an autoencoder of sequences beside its weights.</summary>
/// <param name="OutputColumn">Name of the code.</param>
/// <param name="InputColumn">Name of the sequences.</param>
/// <param name="Shape">What that column holds.</param>
/// <param name="Architecture">The network.</param>
/// <param name="Outputs">What is added beside the code.</param>
/// <param name="Values">The values behind the keys; null if there are none.</param>
/// <param name="History">What happened in training.</param>
internal sealed record SequenceAutoencoderDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, SequenceAutoencoderArchitecture Architecture,
    SequenceAutoencoderOutputs Outputs, KeyValues? Values, TrainingHistory History)
    : IModelDescription<SequenceAutoencoderNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        var a = Architecture;
        ArchitectureChecks.Check(a.Encoder, Shape);
        Sound.Size(a.CodeSize, nameof(a.CodeSize));
        Sound.Same(a.MaximumLength, Shape.MaximumLength, "the steps that are read and written");
        Sound.That(a.Decoder is RecurrentEncoder, "its decoder does not write step by step");
        ArchitectureChecks.Check(new RecurrentStackArchitecture(a.Decoder, a.CodeSize), nameof(a.Decoder));
        Sound.That(a.LogVarianceLimit is null or > 0, "LogVarianceLimit is not above 0");
        Values?.Check(Shape.KeyCount);
    }

    /// <inheritdoc/>
    public SequenceAutoencoderNetwork CreateNetwork() => new(Architecture);

    /// <summary>The columns added.</summary>
    public IReadOnlyList<ScoredOutput<SequenceCodePass>> Columns()
    {
        var columns = new List<ScoredOutput<SequenceCodePass>>
        {
            new(new VectorOutput(OutputColumn, Architecture.CodeSize), pass => pass.Code),
        };
        if (Outputs.Reconstruction is { } written)
            columns.Add(Shape.KeyCount > 0
                ? new(
                    new KeySequenceOutput(written, Shape.KeyCount, Shape.MaximumLength, KeySequences.Annotations(Values)),
                    pass => pass.Keys)
                : new(
                    new NumberSequenceOutput(written, Shape.StepSize, Shape.MaximumLength), pass => pass.Numbers(Shape.MaximumLength)));
        if (Outputs.Error is { } error)
            columns.Add(new(new ScalarOutput(error), pass => pass.Error));
        return columns;
    }
}
