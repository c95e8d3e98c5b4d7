using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A column of a prediction, with the two ways in which it is made of the network's raw answer.</summary>
/// <param name="Column">The column.</param>
/// <param name="Of">(batch, answers) → a tensor of batch × width elements.</param>
internal abstract record PredictionOutput(OutputColumn Column, Func<Tensor, Tensor> Of)
{
    /// <summary>
    /// The column of a batch, row by row without torch where the answers lie in the processor's memory: of some numbers a row torch's
    /// operations take longer, and what a row says does not depend on how it was scored.
    /// </summary>
    /// <param name="answer">(batch, answers).</param>
    /// <returns>A tensor of batch × width elements.</returns>
    public abstract Tensor OfBatch(Tensor answer);

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
        private const int MostByRow = 256; // of wider rows torch shares the work among threads

        private static readonly ScalarType Type = typeof(T) == typeof(long) ? ScalarType.Int64 : ScalarType.Float32;

        public override Tensor OfBatch(Tensor answer)
        {
            if (answer.device_type != DeviceType.CPU || answer.dtype != ScalarType.Float32 || answer.dim() != 2
                || answer.size(1) > MostByRow)
                return Of(answer);
            var (rows, answers, width) = ((int)answer.size(0), (int)answer.size(1), Column.Width);
            var inOrder = answer.contiguous(); // may be the answer itself, which the caller's scope holds
            var made = empty([rows, width], dtype: Type);
            var from = MemoryMarshal.Cast<byte, float>(inOrder.bytes);
            var into = MemoryMarshal.Cast<byte, T>(made.bytes);
            for (var row = 0; row < rows; row++)
                OfRow(from.Slice(row * answers, answers), into.Slice(row * width, width));
            return made;
        }

        public override void FillRow(ReadOnlySpan<float> answer, OutputBlock block) => OfRow(answer, ((OutputBlock<T>)block).Row(0));
    }
}

/// <summary>Fills a column's numbers for one row from the network's answer to it, without tensors.</summary>
/// <typeparam name="T">The element type of the column's blocks.</typeparam>
/// <param name="answer">The raw answer.</param>
/// <param name="values">The column's numbers.</param>
internal delegate void FillFromAnswer<T>(ReadOnlySpan<float> answer, Span<T> values);
