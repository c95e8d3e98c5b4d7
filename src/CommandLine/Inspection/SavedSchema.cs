using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.CommandLine.Inspection;

/// <summary>The columns that a saved model was trained on: ML.NET keeps them as a view without rows.</summary>
/// <param name="bytes">The view, in ML.NET's binary format.</param>
internal sealed class SavedSchema(byte[] bytes) : IMultiStreamSource
{
    /// <inheritdoc/>
    public int Count => 1;

    /// <summary>Reads the columns.</summary>
    public static DataViewSchema Read(MLContext ml, byte[] bytes) => ml.Data.LoadFromBinary(new SavedSchema(bytes)).Schema;

    /// <inheritdoc/>
    public string? GetPathOrNull(int index) => null;

    /// <inheritdoc/>
    public Stream Open(int index) => new MemoryStream(bytes);

    /// <inheritdoc/>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}
