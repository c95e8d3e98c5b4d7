using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A text per row, as the numbers of its characters in an alphabet, and its length; longer texts are cut at the end.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="alphabet">The characters known, in order; null before the data are seen.</param>
/// <param name="maximumLength">Characters that are read of a text.</param>
internal sealed class TextSequenceInput(string name, Alphabet? alphabet = null, int maximumLength = 0) : InputColumn(name, "input")
{
    /// <inheritdoc/>
    public override int Width => maximumLength;

    /// <inheritdoc/>
    public override ScalarType TensorType => ScalarType.Int32;

    /// <inheritdoc/>
    public override bool HasLengths => true;

    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "String";

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type is TextDataViewType;

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && column.ItemType is TextDataViewType;

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return (block, at) =>
        {
            var destination = block.Row<int>(at);
            var text = default(ReadOnlyMemory<char>);
            getter(ref text);
            destination.Clear();
            var length = Math.Min(text.Length, maximumLength);
            for (var i = 0; i < length; i++)
                destination[i] = alphabet!.IndexOf(text.Span[i]);
            block.Lengths[at] = length;
            return true;
        };
    }
}
