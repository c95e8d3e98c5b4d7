using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

/// What PyTorch computed: reference/layer_reference.py.
internal static class LayerReference
{
    static readonly JsonDocument s_file = JsonDocument.Parse(
        typeof(LayerReference).Assembly.GetManifestResourceStream("layer_reference.json") ?? throw new InvalidOperationException("layer_reference.json is missing."));

    public static IEnumerable<object[]> Names(string group) => s_file.RootElement.GetProperty(group).EnumerateObject().Select(p => new object[] { p.Name });

    public static JsonElement Case(string group, string name) => s_file.RootElement.GetProperty(group).GetProperty(name);

    public static Tensor[] Tensors(this JsonElement list) => [.. list.EnumerateArray().Select(Tensor)];

    public static Dictionary<string, Tensor> Named(this JsonElement map) => map.EnumerateObject().ToDictionary(p => p.Name, p => Tensor(p.Value));

    public static Tensor Tensor(this JsonElement entry)
    {
        var shape = entry.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var data = entry.GetProperty("data").EnumerateArray()
            .Select(e => e.ValueKind == JsonValueKind.String ? NotFinite(e.GetString()!) : e.GetDouble()).ToArray();
        var dtype = entry.GetProperty("dtype").GetString() switch
        {
            "float32" => ScalarType.Float32,
            "float64" => ScalarType.Float64,
            "int64" => ScalarType.Int64,
            "bool" => ScalarType.Bool,
            var other => throw new InvalidOperationException(other),
        };
        return tensor(data, shape, dtype: dtype);
    }

    static double NotFinite(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => throw new FormatException(text),
    };

    public static void AssertClose(Tensor expected, Tensor actual, string what, double tolerance = 2e-5)
    {
        Assert.AreEqual(expected.dtype, actual.dtype, what);
        CollectionAssert.AreEqual(expected.shape, actual.shape, what);
        Assert.IsTrue(actual.detach().allclose(expected, tolerance, tolerance, equal_nan: true), $"{what}\nexpected {expected.npstr()}\nactual {actual.detach().npstr()}");
    }
}
