using DeepML.Onnx.Format;
using DeepML.Transforms;
using Google.Protobuf;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>From a fitted network to a model in the format.</summary>
internal static class OnnxExport
{
    /// <summary>Writes a network with the outputs that are asked for.</summary>
    /// <exception cref="NotSupportedException">It, or an output that is asked for, cannot be written.</exception>
    /// <exception cref="ArgumentException">An output that is asked for is none of its.</exception>
    public static Model Of(NetworkTransformer transformer, OnnxExportOptions options)
    {
        var name = transformer.GetType().Name;
        var graph = Write(transformer, options, data: null);
        var all = graph.OutputNames.Concat(graph.Refused.Keys).ToArray();
        var wanted = options.Outputs ?? all;
        if (wanted.FirstOrDefault(output => !all.Contains(output)) is { } unknown)
            throw new ArgumentException(
                $"{name} has no output '{unknown}'; it has {string.Join(", ", all.Order(StringComparer.Ordinal))}.", nameof(options));
        string[] refused = [.. wanted.Where(graph.Refused.ContainsKey)];
        return refused.Length == 0
            ? graph.ToModel([.. wanted])
            : throw new NotSupportedException(
                $"{name} cannot be written as ONNX with {Members(refused, graph.Refused)}. Name the outputs that are needed in "
                + $"{nameof(OnnxExportOptions)}.{nameof(OnnxExportOptions.Outputs)} to leave others out.");
    }

    /// <summary>Writes a network with every output that has a form, for data of a schema.</summary>
    /// <returns>The model, and why further outputs have none, by their names.</returns>
    /// <exception cref="NotSupportedException">The network cannot be written.</exception>
    public static (Model Model, IReadOnlyDictionary<string, string> Refused) Possible(
        NetworkTransformer transformer, OnnxExportOptions options, DataViewSchema data)
    {
        var graph = Write(transformer, options, data);
        return (graph.ToModel(graph.OutputNames), graph.Refused);
    }

    /// <summary>Writes a model to a stream.</summary>
    /// <exception cref="NotSupportedException">The model is larger than the format can hold in one file.</exception>
    public static void Save(Model model, Stream stream)
    {
        // the sizes of weights in whole numbers of 64 bits: a message of more overflows the library's own sum
        var bytes = model.Graph.Initializer.Sum(weight => (long)weight.RawData.Length);
        if (bytes >= OnnxFormat.MostBytes)
            throw new NotSupportedException(
                $"The model has {bytes:N0} bytes of weights; a file of the format holds less than {OnnxFormat.MostBytes:N0}.");
        model.WriteTo(stream);
    }

    private static OnnxGraph Write(NetworkTransformer transformer, OnnxExportOptions options, DataViewSchema? data)
    {
        using var use = transformer.Use();
        using var gradientsOff = no_grad();
        try
        {
            return OnnxFamilies.Write(transformer, options.SequenceLengths, data);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{transformer.GetType().Name} cannot be written as ONNX: {e.Message}.", e);
        }
    }

    private static string Members(string[] refused, Dictionary<string, string> reasons) =>
        string.Join("; ", refused.Select(output => $"its output '{output}': {reasons[output]}"));
}
