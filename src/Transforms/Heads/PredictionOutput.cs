using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A column of a prediction, with the two ways in which it is made of the network's raw answer.</summary>
/// <param name="Column">The column.</param>
/// <param name="Of">(batch, answers) → a tensor of batch × width elements.</param>
internal abstract record PredictionOutput(OutputColumn Column, Func<Tensor, Tensor> Of)
{
    /// <summary>Fills the first row of a block of the column from the answer to it, without tensors.</summary>
    /// <param name="answer">The raw answer.</param>
    /// <param name="block">The block.</param>
    public abstract void FillRow(ReadOnlySpan<float> answer, OutputBlock block);

    /// <summary>The single number that a network answers with.</summary>
    public static PredictionOutput Itself(ScalarOutput column) =>
        Numbers(column, answer => answer, (answer, values) => values[0] = answer[0]);

    /// <summary>A column of float32.</summary>
    public static PredictionOutput Numbers(NumberOutput column, Func<Tensor, Tensor> of, FillFromAnswer<float> ofRow) =>
        new Typed<float>(column, of, ofRow);

    /// <summary>A column of int64.</summary>
    public static PredictionOutput Whole(WholeNumberOutput column, Func<Tensor, Tensor> of, FillFromAnswer<long> ofRow) =>
        new Typed<long>(column, of, ofRow);

    private sealed record Typed<T>(OutputColumn Column, Func<Tensor, Tensor> Of, FillFromAnswer<T> OfRow) : PredictionOutput(Column, Of)
        where T : unmanaged
    {
        public override void FillRow(ReadOnlySpan<float> answer, OutputBlock block) => OfRow(answer, ((OutputBlock<T>)block).Row(0));
    }
}

/// <summary>Fills a column's numbers for one row from the network's answer to it, without tensors.</summary>
/// <typeparam name="T">The element type of the column's blocks.</typeparam>
/// <param name="answer">The raw answer.</param>
/// <param name="values">The column's numbers.</param>
internal delegate void FillFromAnswer<T>(ReadOnlySpan<float> answer, Span<T> values);
