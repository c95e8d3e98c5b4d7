using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

/// Tensors recorded by PyTorch: reference/tensor_reference.py.
internal static class TensorReference
{
    static readonly JsonDocument s_file = JsonDocument.Parse(
        typeof(TensorReference).Assembly.GetManifestResourceStream("tensor_reference.json") ?? throw new InvalidOperationException("tensor_reference.json is missing."));

    public static IEnumerable<string> Names(string group) => s_file.RootElement.GetProperty(group).EnumerateObject().Select(p => p.Name);

    public static Tensor Read(string group, string name)
    {
        var entry = s_file.RootElement.GetProperty(group).GetProperty(name);
        var shape = entry.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var data = entry.GetProperty("data").EnumerateArray().Select(Number).ToArray();
        var type = entry.GetProperty("dtype").GetString() switch
        {
            "float32" => ScalarType.Float32,
            "float64" => ScalarType.Float64,
            "int64" => ScalarType.Int64,
            "int32" => ScalarType.Int32,
            "uint8" => ScalarType.Byte,
            "bool" => ScalarType.Bool,
            var other => throw new InvalidOperationException(other),
        };
        return tensor(data, shape, dtype: type);
    }

    static double Number(JsonElement e) => e.ValueKind == JsonValueKind.String ? double.Parse(e.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : e.GetDouble();

    public static void AssertSame(Tensor expected, Tensor actual, double tolerance = 1e-5)
    {
        Assert.AreEqual(expected.dtype, actual.dtype);
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        Assert.IsTrue(actual.allclose(expected, tolerance, tolerance, equal_nan: true), $"expected {expected.npstr()}\nactual {actual.npstr()}");
    }
}
