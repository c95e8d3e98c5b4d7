using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Onnx.Tests;

/// <summary>Runs a model that was written as ONNX on the rows of a view, and compares what it says with what .NET says.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRun(NetworkTransformer transformer, OnnxExportOptions? options = null)
        : this(stream => transformer.SaveAsOnnx(stream, options))
    {
    }

    public OnnxRun(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        Bytes = bytes.ToArray();
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(Bytes, quiet);
    }

    public byte[] Bytes { get; }

    /// <summary>Height and width of pictures, where neither the model nor the type of their column tells them.</summary>
    public (int Height, int Width) Sides { get; init; }

    /// <summary>What stands behind the ends of sequences of numbers or keys.</summary>
    public float Behind { get; init; } = 1;

    public IReadOnlyCollection<string> Inputs => [.. _session.InputMetadata.Keys];

    public IReadOnlyCollection<string> Outputs => [.. _session.OutputMetadata.Keys];

    /// <summary>The largest difference to .NET, as a share of the number where that is above 1; NaN must meet NaN.</summary>
    /// <param name="scored">Rows with what .NET has made of them.</param>
    /// <param name="batch">Rows in a batch.</param>
    /// <param name="suffix">What stands behind the names of columns in the names of outputs.</param>
    /// <param name="data">The rows as they came in; null if what was made of them hides none of their columns.</param>
    public double Difference(IDataView scored, int batch, string suffix = "", IDataView? data = null)
    {
        var largest = 0.0;
        var expected = Outputs.ToDictionary(
            output => output, output => Cells.Read(scored, scored.Schema[output[..^suffix.Length]]));
        var rows = expected.Values.First().Count;
        for (var start = 0; start < rows; start += batch)
            foreach (var (output, values) in Answer(data ?? scored, start, Math.Min(batch, rows - start)))
                for (var row = 0; row < values.Length; row++)
                    largest = Math.Max(largest, Difference(expected[output][start + row], values[row], output));
        return largest;
    }

    /// <summary>What the model says of some rows, by output and row; numbers of whatever type as float.</summary>
    public Dictionary<string, float[][]> Answer(IDataView data, int start, int count)
    {
        var inputs = _session.InputMetadata.Keys
            .Select(input => OnnxInput.Of(data, input, _session.InputMetadata, start, count, Sides, Behind)).ToArray();
        using var answers = _session.Run(inputs);
        return answers.ToDictionary(answer => answer.Name, answer => RowsOf(answer, count));
    }

    public void Dispose() => _session.Dispose();

    private static float[][] RowsOf(DisposableNamedOnnxValue answer, int rows)
    {
        float[] numbers = answer.ElementType switch
        {
            TensorElementType.Float => [.. answer.AsEnumerable<float>()],
            TensorElementType.UInt32 => [.. answer.AsEnumerable<uint>().Select(key => (float)key)],
            TensorElementType.Int64 => [.. answer.AsEnumerable<long>().Select(number => (float)number)],
            TensorElementType.Bool => [.. answer.AsEnumerable<bool>().Select(yes => yes ? 1f : 0f)],
            var other => throw new NotSupportedException($"Output '{answer.Name}' is of {other}."),
        };
        if (numbers.Length % rows != 0)
            throw new InvalidOperationException($"{answer.Name}: {numbers.Length} numbers for {rows} rows");
        return [.. numbers.Chunk(numbers.Length / rows)];
    }

    // Steps end with their sequence, in the model with -1 or NaN.
    private static double Difference(float[] expected, float[] actual, string output)
    {
        if (actual.Length < expected.Length || actual.Skip(expected.Length).Any(number => number != -1 && !float.IsNaN(number)))
            throw new InvalidOperationException(
                $"{output} should be {string.Join(' ', expected)} and is {string.Join(' ', actual)}");
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
            if (!expected[i].Equals(actual[i]))
            {
                var difference = Math.Abs((double)expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]));
                largest = Math.Max(largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
            }
        return largest;
    }
}
