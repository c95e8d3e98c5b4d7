using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Passes rows that are plain arrays through a network.</summary>
internal static class RowArrays
{
    /// <summary>Rows that are passed at once.</summary>
    public const int BatchRows = 512;

    /// <summary>Maps rows batch by batch, without gradients.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Numbers that each must have.</param>
    /// <param name="outputWidth">Numbers in each answer.</param>
    /// <param name="device">Where the network lives.</param>
    /// <param name="map">(batch, width) → (batch, output width).</param>
    /// <param name="argument">Name of the argument in errors.</param>
    /// <exception cref="ArgumentException">A row is null or of another length.</exception>
    public static float[][] Map(
        IReadOnlyList<float[]> rows, int width, int outputWidth, Device device, Func<Tensor, Tensor> map, string argument) =>
        Map(rows, width, device, batch => Read(map(batch).reshape(batch.size(0), outputWidth)), argument);

    /// <summary>Maps rows batch by batch, without gradients.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Numbers that each must have.</param>
    /// <param name="device">Where the network lives.</param>
    /// <param name="answers">(batch, width) → an answer for each row.</param>
    /// <param name="argument">Name of the argument in errors.</param>
    /// <exception cref="ArgumentException">A row is null or of another length.</exception>
    public static TAnswer[] Map<TAnswer>(
        IReadOnlyList<float[]> rows, int width, Device device, Func<Tensor, IEnumerable<TAnswer>> answers, string argument)
    {
        ArgumentNullException.ThrowIfNull(rows, argument);
        for (var i = 0; i < rows.Count; i++)
            if (rows[i]?.Length != width)
                throw new ArgumentException(
                    $"Row {i} (counted from 0) holds {(object?)rows[i]?.Length ?? "no"} numbers; {width} are needed.", argument);
        var all = new List<TAnswer>(rows.Count);
        using var gradientsOff = no_grad();
        for (var start = 0; start < rows.Count; start += BatchRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BatchRows, rows.Count - start);
            var values = new float[count * width];
            for (var i = 0; i < count; i++)
                rows[start + i].CopyTo(values, i * width);
            all.AddRange(answers(tensor(values.AsMemory(), [count, width]).to(device)));
        }
        return [.. all];
    }

    /// <summary>The rows of a matrix.</summary>
    /// <param name="matrix">(row, number), float32.</param>
    public static float[][] Read(Tensor matrix) => [.. matrix.ReadAll<float>().Chunk((int)matrix.size(1))];
}
