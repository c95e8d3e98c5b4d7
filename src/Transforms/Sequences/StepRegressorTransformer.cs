using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted network that adds the numbers it predicts for every step of each sequence.</summary>
[ArchiveKind("StepRegressor", version: 1)]
public sealed class StepRegressorTransformer
    : ScoringTransformer, IShowsAttention, IArchived<StepRegressorTransformer, StepRegressorDescription, RecurrentTaggingNetwork>
{
    private readonly StepRegressorDescription _description;

    internal StepRegressorTransformer(
        IHostEnvironment environment, StepRegressorDescription description, RecurrentTaggingNetwork network, Device device)
        : base(
            environment, description, network, device, [new SequenceInput(description.InputColumn, "input", description.Shape)],
            ScoredOutputs.Of(
                rows => network.call(rows[0], rows[1]),
                description.Output(),
                (answer, lengths) => NumberSequenceOutput.Padded(
                    description.Numbers.InUnits(answer), lengths, description.Shape.MaximumLength),
                description.Attention?.MadeBy(rows => network.Look(rows[0], rows[1])))) =>
        _description = description;

    AttentionColumn? IShowsAttention.Attention => _description.Attention;

    /// <summary>Steps that are read of a sequence; what lies behind them gets no number.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    /// <summary>Numbers that are predicted for each step.</summary>
    public int LabelSize => _description.Numbers.AnswerSize;

    internal SequenceEncoderArchitecture Encoder => _description.Architecture.Encoder;

    internal override TransferWeights Transferable() => base.Transferable() with { Vocabulary = _description.Keys?.Texts };

    internal VectorRegressionHead Numbers => _description.Numbers;

    static StepRegressorTransformer IArchived<StepRegressorTransformer, StepRegressorDescription, RecurrentTaggingNetwork>.From(
        StepRegressorDescription description, RecurrentTaggingNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a network of numbers per step beside its weights.</summary>
internal sealed record StepRegressorDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, RecurrentTaggingArchitecture Architecture, VectorRegressionHead Numbers,
    TrainingHistory History, KeyValues? Keys = null, SequenceOutputs? Outputs = null)
    : IModelDescription<RecurrentTaggingNetwork>
{
    /// <summary>The weights that are shown; null for none.</summary>
    public AttentionColumn? Attention => AttentionColumn.Of(Outputs, InputColumn, Shape, ofSummary: false);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture.Encoder, Shape);
        Numbers.Check(Architecture.TagCount);
        Keys?.Check(Shape.KeyCount);
        Attention?.Check(Architecture.Encoder.Stack.Encoder.ShowsAttention);
    }

    /// <inheritdoc/>
    public RecurrentTaggingNetwork CreateNetwork() => new(Architecture);

    /// <summary>The column added.</summary>
    public OutputColumn Output() => new NumberSequenceOutput(OutputColumn, Numbers.AnswerSize, Shape.MaximumLength);
}
