using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Fills a column's numbers for one row from the network's answer to it, without tensors.</summary>
/// <param name="answer">The raw answer.</param>
/// <param name="values">The column's numbers.</param>
internal delegate void FillFromAnswer(ReadOnlySpan<float> answer, Span<float> values);

/// <summary>A column of a prediction, with the two ways in which it is made of the network's raw answer.</summary>
/// <param name="Column">The column.</param>
/// <param name="Of">(batch, answers) → a tensor of batch × width elements.</param>
/// <param name="OfRow">The same for one row.</param>
internal sealed record PredictionOutput(OutputColumn Column, Func<Tensor, Tensor> Of, FillFromAnswer OfRow)
{
    /// <summary>The single number that a network answers with.</summary>
    public static PredictionOutput Itself(OutputColumn column) => new(column, answer => answer, (answer, values) => values[0] = answer[0]);
}
