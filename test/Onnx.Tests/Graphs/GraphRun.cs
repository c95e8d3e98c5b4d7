using DeepML.Onnx.Format;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Onnx.Tests.Graphs;

/// <summary>Runs a graph, or a piece of one, with onnxruntime.</summary>
internal static class GraphRun
{
    /// <summary>What a piece of a graph makes of its inputs.</summary>
    /// <typeparam name="T">Of what type its numbers are.</typeparam>
    /// <param name="rank">Dimensions of the result.</param>
    /// <param name="write">Writes the piece, whose inputs are there under their names, and says which value is the result.</param>
    /// <param name="inputs">The inputs.</param>
    public static T[] Of<T>(int rank, Func<OnnxGraph, string> write, params (string Name, Array Values, int[] Shape)[] inputs)
    {
        var graph = new OnnxGraph("piece");
        foreach (var (name, values, shape) in inputs)
            graph.Input(name, TypeOf(values.GetType().GetElementType()!), Open(name, shape.Length));
        graph.Output("result", write(graph), TypeOf(typeof(T)), Open("result", rank));
        return Of<T>(graph.ToModel(), "result", inputs);
    }

    /// <summary>An output of a model.</summary>
    public static T[] Of<T>(Model model, string output, params (string Name, Array Values, int[] Shape)[] inputs)
    {
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model.ToByteArray(), quiet);
        using var answers = session.Run([.. inputs.Select(ValueOf)], [output]);
        return [.. answers[0].AsEnumerable<T>()];
    }

    /// <summary>Some of the rows of an input of numbers.</summary>
    public static (string Name, Array Values, int[] Shape) Given(string name, float[] values, params int[] shape) => (name, values, shape);

    public static void Near(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance = 1e-6, string what = "")
    {
        Assert.HasCount(expected.Count, actual, what);
        for (var i = 0; i < expected.Count; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what} at {i}");
    }

    private static OnnxSize[] Open(string name, int rank) => [.. Enumerable.Range(0, rank).Select(i => (OnnxSize)$"{name}{i}")];

    private static NamedOnnxValue ValueOf((string Name, Array Values, int[] Shape) input) => input.Values switch
    {
        float[] numbers => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(numbers, input.Shape)),
        double[] numbers => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<double>(numbers, input.Shape)),
        long[] numbers => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<long>(numbers, input.Shape)),
        bool[] answers => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<bool>(answers, input.Shape)),
        string[] texts => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<string>(texts, input.Shape)),
        _ => throw new NotSupportedException($"{input.Name} is of {input.Values.GetType()}."),
    };

    private static OnnxType TypeOf(System.Type type) =>
        type == typeof(float) ? OnnxType.Single
        : type == typeof(double) ? OnnxType.Double
        : type == typeof(long) ? OnnxType.Int64
        : type == typeof(int) ? OnnxType.Int32
        : type == typeof(uint) ? OnnxType.UInt32
        : type == typeof(bool) ? OnnxType.Boolean
        : type == typeof(string) ? OnnxType.Text
        : throw new NotSupportedException($"{type}");
}
