using Microsoft.ML;

namespace DeepML.Data;

/// <summary>A column as an estimator asks for it before data are seen: of any size. It cannot be read yet.</summary>
/// <inheritdoc/>
internal abstract class UnsizedColumn(string name, string role) : InputColumn(name, role)
{
    /// <summary>The column as it is in data, with its size.</summary>
    /// <param name="data">The data; their rows are read only where the type does not say the size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The size is neither asked for nor in the column's type.</exception>
    /// <exception cref="InvalidOperationException">The rows have no size that could be read.</exception>
    public abstract SizedColumn SizedBy(IDataView data);
}
