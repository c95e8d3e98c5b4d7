using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Some rows as tensors, one per column read; the first dimension of each is the row.</summary>
/// <param name="columns">The tensors, owned by the batch.</param>
internal sealed class TensorBatch(params Tensor[] columns) : IDisposable
{
    /// <summary>Number of rows.</summary>
    public int Rows { get; } = (int)columns[0].size(0);

    /// <summary>The tensor of a column, in the order in which the columns were asked for.</summary>
    public Tensor this[int column] => columns[column];

    /// <summary>Number of columns.</summary>
    public int Count => columns.Length;

    /// <summary>The first column: what the network reads.</summary>
    public Tensor Features => columns[0];

    /// <summary>The second column: what it should answer.</summary>
    public Tensor Targets => columns[1];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in columns)
            tensor.Dispose();
    }
}
