using DeepML;
using DeepML.Onnx;
using DeepML.Onnx.Chains;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes fitted networks, and chains that hold them, as ONNX models.</summary>
public static class DeepLearningOnnxExtensions
{
    /// <summary>
    /// Writes a fitted network as an ONNX model (IR version 6, operations of version 12), with what it does before and behind its layers:
    /// scaling, missing values, categories, classes, probabilities.
    /// </summary>
    /// <param name="transformer">The network.</param>
    /// <param name="stream">Receives the model; it stays open.</param>
    /// <param name="options">Which outputs, and how sequences come; null for all.</param>
    /// <remarks>
    /// Inputs and outputs are named after the columns. The first dimension of each is the batch. Numbers are float32, keys are uint32 from
    /// 1 with 0 for a missing one, as in ML.NET's own ONNX models, texts are strings, sequences are (batch, time, numbers of a step) or
    /// (batch, time) of keys, tags are int64 with -1 behind the end of a sequence, pictures are (batch, channels, height, width), bytes of
    /// pictures as numbers in [0, 1]. A row that cannot be scored has NaN and missing keys, as in .NET. A generator reads "Latent" (normal
    /// noise) and "Condition", and writes "Row".
    /// </remarks>
    /// <exception cref="NotSupportedException">The network, or an output, has no form in ONNX: the message names it and says
    /// why.</exception>
    /// <exception cref="ArgumentException">An output that is asked for is none of the network's.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public static void SaveAsOnnx(this NetworkTransformer transformer, Stream stream, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(stream);
        OnnxExport.Save(OnnxExport.Of(transformer, options ?? new OnnxExportOptions()), stream);
    }

    /// <summary>
    /// Writes a whole fitted chain as one ONNX model: its stretches of ML.NET by ML.NET's own converter, the networks between them as by
    /// <see cref="SaveAsOnnx"/>, joined by the names of their columns.
    /// </summary>
    /// <param name="catalog">The catalog: <c>ml.Model</c>.</param>
    /// <param name="chain">The fitted chain, or a single transformer.</param>
    /// <param name="inputSchema">The schema of the data that come in.</param>
    /// <param name="stream">Receives the model; it stays open.</param>
    /// <param name="options">Which columns, and how sequences come; null for every column that the chain adds.</param>
    /// <remarks>
    /// Inputs are named after the columns that the chain reads of the data, outputs after its columns with ".output" behind, as in the
    /// models of ML.NET's converter. Transformers that act in training only, augmenters, are passed over.
    /// </remarks>
    /// <exception cref="NotSupportedException">A member of the chain has no form in ONNX: all such members are listed with the
    /// reason.</exception>
    /// <exception cref="ArgumentException">A column that is asked for is none of the chain's.</exception>
    public static void ExportToOnnx(
        this ModelOperationsCatalog catalog, ITransformer chain, DataViewSchema inputSchema, Stream stream,
        OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(inputSchema);
        ArgumentNullException.ThrowIfNull(stream);
        OnnxExport.Save(new ChainExport(catalog, options ?? new OnnxExportOptions()).Write(chain, inputSchema), stream);
    }
}
