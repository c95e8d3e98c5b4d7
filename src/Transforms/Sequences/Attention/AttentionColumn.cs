using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A column of attention weights: see <see cref="SequenceOutputs.AttentionWeights"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ReadColumn">The sequences that are looked at.</param>
/// <param name="ReadLength">Steps of the longest of them.</param>
/// <param name="LookingColumn">The sequences whose steps look, each by weights of its own; null if a whole sequence is looked at
/// once.</param>
/// <param name="LookingLength">Steps of the longest of those; of no concern where there are none.</param>
internal sealed record AttentionColumn(
    string Name, string ReadColumn, int ReadLength, string? LookingColumn = null, int LookingLength = 1)
{
    /// <summary>The shape an estimator promises.</summary>
    public static SchemaShape.Column ShapeOf(string name) =>
        SchemaShapes.Column(name, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, isKey: false);

    /// <summary>The weights of the encoder's steps to each other, or of a summary by attention; null if the name is.</summary>
    /// <param name="outputs">Has the name.</param>
    /// <param name="readColumn">The sequences.</param>
    /// <param name="shape">What they are.</param>
    /// <param name="ofSummary">Whether a summary looks, and not each step.</param>
    public static AttentionColumn? Of(SequenceOutputs? outputs, string readColumn, SequenceShape shape, bool ofSummary) =>
        outputs?.AttentionWeights is not { } name ? null
        : ofSummary ? new(name, readColumn, shape.MaximumLength)
        : new(name, readColumn, shape.MaximumLength, readColumn, shape.MaximumLength);

    /// <summary>The column with the pass that makes it.</summary>
    /// <param name="look">As in <see cref="AttentionOutput"/>.</param>
    public AttentionOutput MadeBy(Func<Tensor[], (Tensor Answer, Tensor Weights)> look) => new(this, look);

    /// <summary>The column as it is added.</summary>
    public OutputColumn Output() => LookingColumn is null
        ? new NumberSequenceOutput(Name, 1, ReadLength)
        : new NumberSequenceOutput(Name, ReadLength, LookingLength);

    /// <summary>Weights as the column takes them.</summary>
    /// <param name="weights">(batch, time), or (batch, steps that look, time).</param>
    /// <param name="lengths">(batch), int64: steps that look, of a summary those that are read.</param>
    public Tensor Padded(Tensor weights, Tensor lengths) => LookingColumn is null
        ? NumberSequenceOutput.Padded(weights.unsqueeze(2), lengths, ReadLength)
        : NumberSequenceOutput.Padded(nn.functional.pad(weights, [0, ReadLength - weights.size(2)]), lengths, LookingLength);

    /// <summary>Checks what a file may say wrongly of it.</summary>
    /// <param name="has">Whether the network has such weights.</param>
    /// <exception cref="FormatException">It has none, or too many.</exception>
    public void Check(bool has)
    {
        Sound.That(has, $"column '{Name}' is of attention weights, and the network has no attention");
        Sound.Product($"the weights of column '{Name}'", ReadLength, LookingLength);
    }
}
