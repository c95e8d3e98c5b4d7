using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>A column of paths of WAV files, or of what is in such files: a vector of bytes.</summary>
/// <param name="name">Name of the column.</param>
internal sealed class SoundColumn(string name) : InputColumn(name, "input")
{
    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "String or a vector of Byte";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) =>
        type is TextDataViewType || (type is VectorDataViewType vector && vector.ItemType.Equals(NumberDataViewType.Byte));

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => !column.IsKey && (column.Kind == SchemaShape.Column.VectorKind.Scalar
        ? column.ItemType is TextDataViewType
        : column.ItemType.Equals(NumberDataViewType.Byte));
}
